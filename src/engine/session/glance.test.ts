// A connection that gets a glance must come out as one that is read in full, wherever its segments are cut.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Frame } from '../capture/frame.ts'
import { frameOf, ip4, tcp } from '../net/frame-builder.ts'
import type { Conversation } from './conversation.ts'
import { Glance, type GlanceListener } from './glance.ts'
import { Scan } from './scan.ts'

const [client, server] = [0, 1] as const
type Saying = [direction: 0 | 1, hex: string] | [direction: 0 | 1, missing: number]

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
const serverHello = message('02', `0303${'22'.repeat(32)}001301000006002b00020304`)
const full13: Saying[] = [
  [client, hello],
  [server, record('16', serverHello) + changed],
  [server, sealed('17', 900)],
  [client, changed + sealed('17', 53) + data],
]

interface Heard {
  readonly conversation: Conversation | null
  readonly isSettled: boolean
}

type End = 'fin' | 'rst' | 'none'

/** Plays a connection: its frames, with segments of `piece` bytes at most. */
function play(sayings: readonly Saying[], piece: number, end: End): Frame[] {
  const played: Frame[] = []
  const next = [1000, 5000]
  let frames = 0
  const send = (direction: 0 | 1, flags: number, payload: string): void => {
    const other = direction === 0 ? 1 : 0
    const ports = direction === 0 ? {} : { source: 443, destination: 40_000 }
    const ends = direction === 0 ? {} : { source: '0a000002', destination: '0a000001' }
    const header = { ...ports, flags, seq: next[direction] ?? 0, ack: next[other] ?? 0 }
    const packet = tcp(payload, flags === 0x02 ? { ...header, ack: 0 } : header)
    const hex = ip4(6, packet, { ...ends, id: ++frames })
    played.push(frameOf(hex, { number: frames, time: frames }))
    next[direction] = (next[direction] ?? 0) + payload.length / 2 + ((flags & 0x03) !== 0 ? 1 : 0)
  }
  send(client, 0x02, '')
  send(server, 0x12, '')
  send(client, 0x10, '')
  for (const [direction, what] of sayings) {
    if (typeof what === 'number') next[direction] = (next[direction] ?? 0) + what
    else
      for (let at = 0; at < what.length; at += 2 * piece)
        send(direction, 0x18, what.slice(at, at + 2 * piece))
  }
  if (end === 'rst') send(client, 0x04, '')
  if (end === 'fin') {
    send(client, 0x11, '')
    send(server, 0x11, '')
    send(client, 0x10, '')
  }
  return played
}

function listen(
  sayings: readonly Saying[],
  piece: number,
  quick: boolean,
  end: End = 'fin',
): Heard {
  let heard: Heard = { conversation: null, isSettled: false }
  const scan = new Scan({
    onConversation: (conversation) => (heard = { conversation, isSettled: false }),
    ...(quick && { onSettled: () => (heard = { conversation: null, isSettled: true }) }),
  })
  for (const frame of play(sayings, piece, end)) scan.frame(frame)
  scan.end()
  return heard
}

/** Every host that runs the tests has WebAssembly. */
function openGlance(listener: GlanceListener): Glance {
  const glance = Glance.open(listener)
  assert.ok(glance)
  return glance
}

const pieces = [...Array.from({ length: 60 }, (_, i) => i + 7), 300, 800, 1460]
/** What takes more frames than a reel holds is followed in full. */
const large = [...Array.from({ length: 60 }, (_, i) => i + 160), 300, 800, 1460]
const ends: readonly End[] = ['fin', 'rst', 'none']

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
    for (const piece of large)
      for (const end of ends)
        assert.ok(listen(sayings, piece, true, end).isSettled, `of ${piece}, ${end}`)
  })

const odd: [why: string, sayings: Saying[]][] = [
  ['a hello and no more', full12.slice(0, 1)],
  ['a handshake that nobody finishes', full12.slice(0, 3)],
  ['TLS 1.2 without data', full12.slice(0, 4)],
  ['an alert in place of Finished', [...full12.slice(0, 3), [server, record('15', '022a')]]],
  ['TLS 1.3 without data', full13],
  ['garbage after the hello', [full12[0]!, [server, 'ff'.repeat(80)]]],
  ['bytes missing in the handshake', [full12[0]!, [server, 20], ...full12.slice(2)]],
  [
    'plaintext',
    [
      [client, '474554202f20485454502f312e310d0a0d0a'],
      [server, '41'.repeat(900)],
    ],
  ],
]
for (const [why, sayings] of odd)
  test(`read in full, in segments of every size: ${why}`, () => {
    for (const piece of pieces)
      for (const end of ends)
        assert.deepEqual(
          told(listen(sayings, piece, true, end)),
          told(listen(sayings, piece, false, end)),
          `of ${piece}, ${end}`,
        )
  })

/** All that a verdict may rest on. */
function told({ conversation, isSettled }: Heard): unknown {
  assert.ok(conversation, isSettled ? 'settled' : 'nothing was told')
  const { tcp, ...rest } = conversation
  return {
    ...rest,
    client: plain(tcp?.client),
    server: plain(tcp?.server),
    roundTrip: tcp?.roundTrip,
  }
}

/** The facts of a side without how they are held. */
function plain(side: object | undefined): unknown {
  if (!side) return null
  const names = ['syn', 'syns', 'firstData', 'lastData', 'last', 'fin', 'resets', 'streamBytes']
  const more = ['acknowledged', 'sent', 'retransmissions', 'missingAcknowledged', 'firstHole']
  const facts = side as Record<string, unknown>
  return Object.fromEntries([...names, ...more].map((name) => [name, facts[name]]))
}

const renegotiation: Saying[] = [
  [server, data.repeat(3)],
  [client, data],
  [server, sealed('16', 30)],
  [client, sealed('15', 26)],
  [server, data],
]

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
    assert.deepEqual(plain(quick.tcp?.server), plain(full.tcp?.server), `of ${piece}`)
    assert.deepEqual(plain(quick.tcp?.client), plain(full.tcp?.client), `of ${piece}`)
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

test('more connections than there is room for: the oldest give way, and none is lost', () => {
  const followed: number[] = []
  let settled = 0
  const glance = openGlance({
    passed: () => assert.fail('nothing was skimmed'),
    settled: () => settled++,
    follow: ({ id }) => followed.push(id),
    returned: () => assert.fail('nothing was lent'),
  })
  const syn = frameOf(ip4(6, tcp('', { flags: 0x02 })))
  const room = 1 << 15
  for (let i = 0; i < room + 5000; i++) {
    // The source's address.
    syn.bytes[syn.from + 13] = i >> 16
    syn.bytes[syn.from + 14] = i >> 8
    syn.bytes[syn.from + 15] = i
    syn.number = i + 1
    assert.ok(glance.takes(syn))
  }
  const all = Array.from({ length: room + 5000 }, (_, i) => i + 1)
  assert.deepEqual(followed, all.slice(0, 5000))
  for (const unfinished of glance.close()) unfinished.end('capture-end')
  assert.deepEqual(followed, all)
  assert.equal(settled, 0)
  glance.giveBack()
})

test('more connections that are well than there is room for: each is told once, and none twice', () => {
  const settled: number[] = []
  const glance = openGlance({
    passed: () => assert.fail('nothing was skimmed'),
    settled: ({ id }) => settled.push(id),
    follow: () => assert.fail('all of them are well'),
    returned: () => assert.fail('nothing was lent'),
  })
  const many = (1 << 15) + 1000
  const frames = play(full12, 1460, 'fin')
  const handshake = frames.length - 3
  const show = (frame: Frame | undefined, i: number): void => {
    assert.ok(frame)
    // The client's address: the source of what it sends, the destination of what it is sent.
    const at = frame.from + (frame.bytes[frame.from + 15] === 1 ? 13 : 17)
    frame.bytes[at] = i >> 8
    frame.bytes[at + 1] = i
    assert.ok(glance.takes(frame))
  }
  for (let i = 0; i < many; i++) for (const frame of frames.slice(0, handshake)) show(frame, i)
  // What the first of them say afterwards belongs to connections that are over.
  for (let i = 0; i < many; i++) for (const frame of frames.slice(handshake)) show(frame, i)
  for (const unfinished of glance.close()) unfinished.end('capture-end')
  assert.deepEqual(
    settled.toSorted((a, b) => a - b),
    Array.from({ length: many }, (_, i) => i + 1),
  )
  glance.giveBack()
})
