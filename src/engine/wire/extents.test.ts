import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Allowance, Extents } from './extents.ts'

const span = (frame: number, length: number) => ({ frame, offset: 10, length })
const of = (...bytes: number[]) => Uint8Array.from(bytes)

test('extents: any order, overlaps, the first copy of a byte wins', () => {
  const extents = new Extents(100, new Allowance())
  assert.equal(extents.put(4, of(4, 5, 6), span(1, 3), true), 3)
  assert.equal(extents.contiguous(), 0)
  assert.equal(extents.put(2, of(2, 3, 99, 99, 99, 7), span(2, 6), true), 3)
  assert.equal(extents.put(0, of(0, 1), span(3, 2), true), 2)
  assert.equal(extents.put(0, of(9, 9), span(4, 2), true), 0)
  assert.equal(extents.contiguous(), 8)
  const { bytes, spans } = extents.join(0, 8)
  assert.deepEqual(bytes, of(0, 1, 2, 3, 4, 5, 6, 7))
  assert.deepEqual(spans, [
    { frame: 3, offset: 10, length: 2 },
    { frame: 2, offset: 10, length: 2 },
    { frame: 1, offset: 10, length: 3 },
    { frame: 2, offset: 15, length: 1 },
  ])
})

test('extents: bytes that were opened stand in their whole record', () => {
  const extents = new Extents(100, new Allowance())
  extents.put(0, of(0, 1), span(1, 50), false)
  extents.put(2, of(2, 3), span(1, 50), false)
  assert.deepEqual(extents.join(1, 4), { bytes: of(1, 2, 3), spans: [span(1, 50)] })
})

test('extents: bounds refuse, and what is dropped is given back', () => {
  const allowance = new Allowance(5)
  const extents = new Extents(10, allowance)
  assert.equal(extents.put(8, of(1, 2, 3), span(1, 3), true), null)
  assert.equal(extents.put(0, of(1, 2, 3), span(1, 3), true), 3)
  assert.equal(extents.put(5, of(1, 2, 3), span(1, 3), true), null)
  extents.drop(3)
  assert.equal(allowance.left, 5)
  assert.equal(extents.held, 0)
})
