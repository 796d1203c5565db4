import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSample } from '../../test/samples.ts'
import { Analysis } from './analysis.ts'
import type { Conversation } from './session/conversation.ts'
import { Waiting } from './waiting.ts'

const bad = readSample('bad-client-certificate.cap')

function conversations(count: number): Conversation[] {
  const told: Conversation[] = []
  const analysis = new Analysis({ onConversation: (conversation) => told.push(conversation) })
  for (let i = 0; i < count; i++) {
    const reader = analysis.open(`${i}.cap`)
    reader.push(bad)
    reader.end()
  }
  analysis.finish()
  assert.equal(told.length, count)
  return told
}

test('waiting: as long as there is room, they come out at the end, in order', () => {
  const waiting = new Waiting()
  const all = conversations(5)
  for (const conversation of all) waiting.add(conversation)
  assert.equal(waiting.takeSurplus(), undefined)
  assert.deepEqual(
    all.map(() => waiting.take()?.id),
    all.map(({ id }) => id),
  )
  assert.equal(waiting.take(), undefined)
})

test('waiting: beyond the bytes that may be held the oldest go first', () => {
  const all = conversations(8)
  // A handshake with certificates takes between 20 and 50 KB.
  const waiting = new Waiting(100_000)
  const surplus: number[] = []
  for (const conversation of all) {
    waiting.add(conversation)
    for (let next = waiting.takeSurplus(); next; next = waiting.takeSurplus()) surplus.push(next.id)
  }
  const left: number[] = []
  for (let next = waiting.take(); next; next = waiting.take()) left.push(next.id)
  assert.ok(left.length >= 2 && left.length <= 5, `${left.length} are left`)
  assert.deepEqual(
    [...surplus, ...left],
    all.map(({ id }) => id),
  )
})

test('waiting: a run whose conversations find no room judges them as they end, with the same verdicts', () => {
  const judgedAtTheEnd: number[] = []
  for (const waitingBytes of [0, 1 << 20]) {
    const verdicts: (string | undefined)[] = []
    const analysis = new Analysis({
      waitingBytes,
      onReport: ({ verdict }) => verdicts.push(verdict?.cause),
    })
    for (let i = 0; i < 3; i++) {
      const reader = analysis.open(`${i}.cap`)
      reader.push(bad)
      reader.end()
    }
    const before = verdicts.length
    assert.deepEqual(analysis.finish().connections, [])
    assert.deepEqual(verdicts, Array(3).fill('client-certificate-expired'))
    judgedAtTheEnd.push(verdicts.length - before)
  }
  assert.deepEqual(judgedAtTheEnd, [0, 3])
})
