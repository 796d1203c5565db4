// A connection that gets a first look must come out as one that is read in full, wherever its segments are cut.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Origin, type Direction, type Flow } from '../net/flow.ts'
import { fromHex } from '../wire/hex.ts'
import type { Conversation } from './conversation.ts'
import { SessionListener } from './listener.ts'

const [client, server] = [0, 1] as const
type Saying = [direction: Direction, hex: string] | [direction: Direction, missing: number]

const two = (value: number): string => value.toString(16).padStart(4, '0')
const record = (type: string, body: string, version = '0303'): string =>
  `${type}${version}${two(body.length / 2)}${body}`
const message = (type: string, body: string): string => `${type}00${two(body.length / 2)}${body}`
const sealed = (type: string, length: number): string => record(type, 'a7'.repeat(length))

const hello = record('16', message('01', `0303${'11'.repeat(32)}000002c02f0100`), '0301')
const certificate = message('0b', `000402000000`)
const flight = record(
  '16',
  message('02', `0303${'22'.repeat(32)}00c02f00`) + certificate + message('0e', ''),
)
const changed = record('14', '01')
const finished = changed + sealed('16', 40)
const data = sealed('17', 700)

const full12: Saying[] = [
  [client, hello],
  [server, flight],
  [client, record('16', message('10', '0102')) + finished],
  [server, finished],
  [client, data],
  [server, data + sealed('17', 0) + data],
]
const full13: Saying[] = [
  [client, hello],
  [server, record('16', message('02', `0303${'22'.repeat(32)}001301000006002b00020304`)) + changed],
  [server, sealed('17', 900)],
  [client, changed + sealed('17', 53) + data],
]

interface Heard {
  readonly conversation: Conversation | null
  readonly isSettled: boolean
}

function listen(sayings: readonly Saying[], piece: number, quick: boolean): Heard {
  let heard: Heard = { conversation: null, isSettled: false }
  const listener = new SessionListener({
    capture: 0,
    onConversation: (conversation) => (heard = { conversation, isSettled: false }),
    onSettled: quick ? () => (heard = { conversation: null, isSettled: true }) : undefined,
    hasKeys: () => false,
    makeOpener: () => null,
    idOf: () => 1,
  })
  const flow: Flow = {
    id: 1,
    transport: 'tcp',
    ends: [
      { address: '192.0.2.1', port: 50_000 },
      { address: '192.0.2.2', port: 443 },
    ],
    firstFrame: 1,
    startSeconds: 0,
    startNanos: 0,
    tcp: null,
    icmp: [],
    midstream: false,
    state: null,
    done: false,
    unheard: 0,
    settled: false,
  }
  const origin = new Origin()
  for (const [direction, what] of sayings) {
    origin.frame++
    origin.seconds = origin.frame
    if (typeof what === 'number') listener.gap(flow, direction, what)
    else {
      const bytes = fromHex(what)
      for (let at = 0; at < bytes.length && !flow.done; at += piece) {
        origin.offset = 54 + at
        listener.data(flow, direction, bytes, at, Math.min(at + piece, bytes.length), origin)
      }
    }
  }
  if (!flow.settled) listener.end(flow, 'closed')
  return heard
}

const pieces = [...Array.from({ length: 60 }, (_, i) => i + 7), 300, 800, Infinity]

const well: [why: string, sayings: Saying[]][] = [
  ['TLS 1.2 with data both ways', full12],
  [
    'TLS 1.2 that says goodbye',
    [...full12, [client, sealed('15', 26)], [server, sealed('15', 26)]],
  ],
  ['TLS 1.2 that goes on', [...full12, [server, data.repeat(20)], [client, data]]],
  ['TLS 1.3 with data both ways', [...full13, [server, data]]],
]
for (const [why, sayings] of well)
  test(`settled, in segments of every size: ${why}`, () => {
    // The client's first segment must show that it says hello.
    for (const piece of pieces) assert.ok(listen(sayings, piece, true).isSettled, `of ${piece}`)
  })

const renegotiation: Saying[] = [
  [server, data.repeat(3)],
  [client, data],
  [server, sealed('16', 30)],
  [client, sealed('15', 26)],
  [server, data],
]
const odd: [why: string, sayings: Saying[]][] = [
  ['a hello and no more', full12.slice(0, 1)],
  ['a handshake that nobody finishes', full12.slice(0, 3)],
  ['TLS 1.2 without data', full12.slice(0, 4)],
  ['an alert in place of Finished', [...full12.slice(0, 3), [server, record('15', '022a')]]],
  ['TLS 1.3 without data', full13],
  ['garbage after the hello', [full12[0]!, [server, 'ff'.repeat(80)]]],
  ['bytes missing in the handshake', [full12[0]!, [server, 20], ...full12.slice(2)]],
]
for (const [why, sayings] of odd)
  test(`read in full, in segments of every size: ${why}`, () => {
    for (const piece of pieces)
      assert.deepEqual(listen(sayings, piece, true), listen(sayings, piece, false), `of ${piece}`)
  })

test('a renegotiation is read in full, and the data before it is counted', () => {
  const sayings = [...full12, ...renegotiation]
  for (const piece of pieces) {
    const quick = listen(sayings, piece, true).conversation
    const full = listen(sayings, piece, false).conversation
    assert.ok(quick && full)
    // Of the records that were stepped over it is only told how many there were.
    const messages = (c: Conversation) => c.messages.map((m) => ({ ...m, record: 0 }))
    assert.deepEqual(messages(quick), messages(full), `of ${piece}`)
    assert.deepEqual(quick.applicationRecords, full.applicationRecords, `of ${piece}`)
    assert.deepEqual(quick.applicationBytes, full.applicationBytes, `of ${piece}`)
    assert.deepEqual(quick.records.at(-1), full.records.at(-1), `of ${piece}`)
    assert.equal(quick.established, true)
  }
})

test('bytes that are missing after the handshake do not stop the reading of what follows', () => {
  const sayings: Saying[] = [
    ...full12,
    [client, 20_000],
    [client, sealed('16', 30)],
    [client, data],
  ]
  for (const piece of pieces) {
    const names = (quick: boolean) =>
      listen(sayings, piece, quick).conversation?.messages.map((m) => `${m.from} ${m.name}`)
    assert.deepEqual(names(true), names(false), `of ${piece}`)
  }
})
