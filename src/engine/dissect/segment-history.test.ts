import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SegmentHistory } from './segment-history.ts'

test('segments: bytes that were sent before are told by the frame that sent them first', () => {
  const history = new SegmentHistory()
  assert.equal(history.add(1, 1000, 500, false, 3), null)
  assert.equal(history.add(1, 1500, 500, false, 4), null)
  assert.equal(history.add(1, 1000, 500, false, 7), 3)
  assert.equal(history.add(1, 1000, 500, false, 9), 3)
})

test('segments: the other direction counts for itself', () => {
  const history = new SegmentHistory()
  history.add(1, 1000, 500, false, 3)
  assert.equal(history.add(2, 1000, 500, false, 4), null)
})

test('segments: without payload nothing is sent again', () => {
  const history = new SegmentHistory()
  assert.equal(history.add(1, 1000, 0, false, 3), null)
  assert.equal(history.add(1, 1000, 0, false, 4), null)
  assert.equal(history.add(1, 1000, 9, false, 5), null)
})

test('segments: a SYN with the same number is sent again, one with another opens the ports anew', () => {
  const history = new SegmentHistory()
  assert.equal(history.add(1, 10, 0, true, 1), null)
  history.add(1, 11, 5, false, 2)
  assert.equal(history.add(1, 10, 0, true, 3), 1)
  assert.equal(history.add(1, 11, 5, false, 4), 2)
  assert.equal(history.add(1, 90, 0, true, 5), null)
  assert.equal(history.add(1, 11, 5, false, 6), null)
})

test('segments: the oldest are forgotten when there are too many', () => {
  const history = new SegmentHistory()
  for (let i = 0; i <= 512; i++) history.add(1, i * 10, 10, false, i + 1)
  assert.equal(history.add(1, 10, 10, false, 600), 2)
  assert.equal(history.add(1, 0, 10, false, 601), null)
})
