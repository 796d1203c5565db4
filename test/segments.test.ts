// Streams cut anew: whatever the size of segments, a conversation is the same.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReader } from '../src/engine/capture/recognise.ts'
import { Origin, type FlowListener } from '../src/engine/net/flow.ts'
import { Network } from '../src/engine/net/network.ts'
import type { Conversation } from '../src/engine/session/conversation.ts'
import { SessionListener } from '../src/engine/session/listener.ts'
import { fixtures, readFixture } from './fixtures.ts'

/** Follows a capture, and hands the streams on in pieces of at most `piece` bytes. */
function follow(capture: Uint8Array, piece = Infinity): Conversation[] {
  const found: Conversation[] = []
  const listener = new SessionListener({
    capture: 0,
    onConversation: (conversation) => found.push(conversation),
    makeOpener: () => null,
    idOf: (flow) => flow.id,
  })
  const cutting: FlowListener = {
    data: (flow, direction, bytes, from, to, origin) => {
      const moved = new Origin()
      for (let at = from; at < to; at += piece) {
        Object.assign(moved, origin, { offset: origin.offset + at - from })
        listener.data(flow, direction, bytes, at, Math.min(to, at + piece), moved)
      }
    },
    gap: (flow, direction, length) => {
      listener.gap(flow, direction, length)
    },
    datagram: () => false,
    end: (flow, reason) => {
      listener.end(flow, reason)
    },
  }
  const network = new Network(cutting)
  const reader = createReader((frame) => {
    network.frame(frame)
  })
  reader.push(capture)
  reader.end()
  network.end()
  return found
}

/** What the transport noted is its own, and is the same flow in both. */
const withoutTcp = (c: Conversation | undefined) => ({ ...c, tcp: null })

/** Streams of which the capture lacks a part: records are looked for in each piece by itself. */
const isWhole = (c: Conversation) => !c.midstream && c.missing.client + c.missing.server === 0

for (const fixture of fixtures) {
  test(`${fixture.name}: the same conversations, however its streams are cut`, () => {
    const capture = readFixture(fixture)
    const whole = follow(capture)
    for (const piece of [1, 2, 3, 5, 64]) {
      const cut = follow(capture, piece)
      assert.equal(cut.length, whole.length)
      for (const [i, conversation] of whole.entries())
        if (isWhole(conversation))
          assert.deepEqual(withoutTcp(cut[i]), withoutTcp(conversation), `in pieces of ${piece}`)
    }
  })
}

test('the story: its messages stand in the frames in which it tells of them', () => {
  const story = fixtures.find(({ name }) => name === 'bad-client-certificate.cap')
  assert.ok(story)
  const [conversation] = follow(readFixture(story)).filter(({ protocol }) => protocol === 'tls')
  assert.deepEqual(
    conversation?.messages.map((m) => [m.frame, m.from, m.name]),
    [
      [7, 'client', 'client_hello'],
      [9, 'server', 'server_hello'],
      [12, 'server', 'certificate'],
      [27, 'server', 'certificate_request'],
      [27, 'server', 'server_hello_done'],
      [30, 'client', 'certificate'],
      [30, 'client', 'client_key_exchange'],
      [30, 'client', 'certificate_verify'],
      [30, 'client', 'change_cipher_spec'],
      [30, 'client', 'encrypted'],
      [32, 'server', 'bad_certificate'],
    ],
  )
  const request = conversation.messages[3]
  assert.deepEqual(request?.frames, [12, 13, 18, 22, 27])
  assert.deepEqual(conversation.messages.at(-1)?.spans, [{ frame: 32, offset: 59, length: 2 }])
})
