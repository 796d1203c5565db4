import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Origin, type Direction } from '../net/flow.ts'
import type { Conversation } from './conversation.ts'
import { beginConversation } from './draft.ts'
import type { OpenedRecord, RecordOpener } from './opener.ts'
import { noKeys } from './keys.ts'
import { TlsExchange } from './tls-exchange.ts'

const hexOf = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))

const record = (type: number, body: string) =>
  `${hexOf(type, 2)}0303${hexOf(body.length / 2, 4)}${body}`
const message = (type: number, body: string) =>
  `${hexOf(type, 2)}${hexOf(body.length / 2, 6)}${body}`

const clientHello = message(1, `0303${'11'.repeat(32)}000002c02f0100`)
const serverHello = message(2, `0303${'22'.repeat(32)}00c02f00`)
const versions13 = '0006002b00020304'
const serverHello13 = message(2, `0303${'22'.repeat(32)}00130100${versions13}`)
const retryRandom = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'
const retry = message(2, `0303${retryRandom}00130100${versions13}`)
const certificate = message(11, '000000')
const done = message(14, '')
const keyExchange = message(16, '0102')
const changeCipherSpec = record(20, '01')
const sealed = (type: number, length: number) => record(type, 'a7'.repeat(length))

const client = 0
const server = 1

type Event = [direction: Direction, hex: string] | [direction: Direction, missing: number]

interface Options {
  readonly piece?: number
  readonly midstream?: boolean
  readonly opener?: RecordOpener
}

/** Frame by frame: each event is one, the bytes of a frame come in pieces of `piece`. */
function follow(events: readonly Event[], options: Options = {}): Conversation {
  const { piece = Infinity, midstream = false, opener = null } = options
  const conversation = beginConversation({
    id: 1,
    capture: 0,
    transport: 'tcp',
    client: { address: '192.0.2.1', port: 50_000 },
    server: { address: '192.0.2.2', port: 443 },
    protocol: 6,
    frame: 1,
    time: { seconds: 0, nanos: 0 },
    midstream,
  })
  const exchange = new TlsExchange(conversation, opener, midstream)
  const origin = new Origin()
  for (const [direction, what] of events) {
    origin.frame++
    origin.seconds = origin.frame
    if (typeof what === 'number') {
      exchange.gap(direction, what)
      continue
    }
    const bytes = bytesOf(what)
    for (let at = 0; at < bytes.length; at += piece) {
      origin.offset = 100 + at
      exchange.push(direction, bytes, at, Math.min(bytes.length, at + piece), origin)
    }
  }
  exchange.end()
  return conversation
}

const ladder = (c: Conversation) =>
  c.messages.map((m) => `${m.frame} ${m.from} ${m.name}${m.kind === 'alert' ? ' alert' : ''}`)

const full12: Event[] = [
  [client, record(22, clientHello)],
  [server, record(22, serverHello + certificate + done)],
  [client, record(22, keyExchange) + changeCipherSpec + sealed(22, 40)],
  [server, changeCipherSpec + sealed(22, 40)],
  [client, sealed(23, 100) + sealed(23, 200)],
  [server, sealed(23, 1000)],
  [client, sealed(21, 26)],
]

test('tls 1.2 from hello to close', () => {
  const c = follow(full12)
  assert.deepEqual(ladder(c), [
    '1 client client_hello',
    '2 server server_hello',
    '2 server certificate',
    '2 server server_hello_done',
    '3 client client_key_exchange',
    '3 client change_cipher_spec',
    '3 client encrypted',
    '4 server change_cipher_spec',
    '4 server encrypted',
    '5 client application_data',
    '6 server application_data',
    '7 client encrypted alert',
  ])
  assert.equal(c.established, true)
  assert.deepEqual(c.applicationRecords, { client: 2, server: 1 })
  assert.deepEqual(c.applicationBytes, { client: 300, server: 1000 })
  assert.deepEqual(
    c.messages.map((m) => m.record),
    [0, 1, 1, 1, 2, 3, 4, 5, 6, 7, 9, 10],
  )
})

test('spans say where each message of a record stands', () => {
  const [, hello, chain] = follow(full12).messages
  const length = serverHello.length / 2
  assert.deepEqual(hello?.spans, [{ frame: 2, offset: 105, length }])
  assert.deepEqual(chain?.spans, [{ frame: 2, offset: 105 + length, length: 7 }])
  assert.deepEqual(hello.bytes, bytesOf(serverHello))
})

for (const piece of [1, 2, 3, 5, 7, 64]) {
  test(`pieces of ${piece} bytes make the same conversation`, () => {
    assert.deepEqual(follow(full12, { piece }), follow(full12))
  })
}

test('a message over several records has a span in each, and the frame that completes it', () => {
  const c = follow([
    [client, record(22, clientHello.slice(0, 2)) + record(22, clientHello.slice(2, 20))],
    [client, record(22, clientHello.slice(20))],
  ])
  const [hello] = c.messages
  assert.equal(hello?.frame, 2)
  assert.deepEqual(hello.frames, [1, 2])
  assert.deepEqual(
    hello.spans.map((span) => span.length),
    [1, 9, clientHello.length / 2 - 10],
  )
  assert.equal(hello.body?.kind, 'client_hello')
})

test('a message is complete when its record is', () => {
  const whole = record(22, serverHello + certificate + done)
  const c = follow([
    [client, record(22, clientHello)],
    [server, whole.slice(0, -8)],
    [server, whole.slice(-8)],
  ])
  assert.deepEqual(ladder(c).slice(1), [
    '3 server server_hello',
    '3 server certificate',
    '3 server server_hello_done',
  ])
})

test('a record that never ends leaves its whole messages and tells of the one begun', () => {
  const whole = record(22, serverHello + certificate)
  const c = follow([
    [client, record(22, clientHello)],
    [server, whole.slice(0, -4)],
  ])
  assert.deepEqual(ladder(c), ['1 client client_hello', '2 server server_hello'])
  const pending = c.pending.server
  assert.deepEqual([pending?.name, pending?.have, pending?.need], ['certificate', 5, 7])
})

test('hello retry request, and tls 1.3 in which change_cipher_spec means nothing', () => {
  const c = follow([
    [client, record(22, clientHello)],
    [server, record(22, retry) + changeCipherSpec],
    [client, changeCipherSpec + record(22, clientHello)],
    [server, record(22, serverHello13) + sealed(23, 900)],
    [client, sealed(23, 53) + sealed(23, 30)],
  ])
  assert.deepEqual(ladder(c), [
    '1 client client_hello',
    '2 server hello_retry_request',
    '2 server change_cipher_spec',
    '3 client change_cipher_spec',
    '3 client client_hello',
    '4 server server_hello',
    '4 server application_data',
    '5 client application_data',
  ])
  assert.equal(c.established, true)
})

test('tls 1.3: an alert of the client instead of its Finished establishes nothing', () => {
  const c = follow([
    [client, record(22, clientHello)],
    [server, record(22, serverHello13) + sealed(23, 900)],
    [client, sealed(23, 19)],
  ])
  assert.equal(c.established, false)
})

test('early data before the ServerHello is protected and establishes nothing', () => {
  const c = follow([
    [client, record(22, clientHello) + changeCipherSpec + sealed(23, 500)],
    [server, record(22, serverHello13) + sealed(23, 900)],
  ])
  assert.equal(c.records[2]?.encrypted, true)
  assert.equal(c.established, false)
})

test('an alert of two bytes is in clear, whatever came before it', () => {
  const c = follow([
    ...full12.slice(0, 3),
    [server, record(21, '022a')],
    [client, record(21, '0228')],
  ])
  assert.deepEqual(ladder(c).slice(-2), [
    '4 server bad_certificate alert',
    '5 client handshake_failure alert',
  ])
  assert.equal(c.messages.at(-1)?.encrypted, false)
  assert.equal(c.messages.at(-1)?.code, 40)
  assert.equal(c.records.at(-1)?.encrypted, false)
})

test('an alert in two records, and two alerts in one', () => {
  const c = follow([
    [client, record(22, clientHello)],
    [server, record(21, '02') + record(21, '28')],
    [client, record(21, '01000228')],
  ])
  assert.deepEqual(ladder(c).slice(1), [
    '2 server handshake_failure alert',
    '3 client close_notify alert',
    '3 client handshake_failure alert',
  ])
})

test('resumption, and a renegotiation that nobody can read', () => {
  const c = follow([
    [client, record(22, clientHello)],
    [server, record(22, serverHello) + changeCipherSpec + sealed(22, 40)],
    [client, changeCipherSpec + sealed(22, 40)],
    [client, sealed(23, 100)],
    [server, sealed(22, 30)],
    [client, sealed(22, 300)],
  ])
  assert.deepEqual(ladder(c).slice(1), [
    '2 server server_hello',
    '2 server change_cipher_spec',
    '2 server encrypted',
    '3 client change_cipher_spec',
    '3 client encrypted',
    '4 client application_data',
    '5 server encrypted',
    '6 client encrypted',
  ])
  assert.equal(c.established, true)
})

test('damage inside a message is kept with it', () => {
  const c = follow([[client, record(22, message(1, '0303'))]])
  const [hello] = c.messages
  assert.equal(hello?.name, 'client_hello')
  assert.equal(hello.body, null)
  assert.equal(hello.damage?.message, 'random: overrun at byte 6')
})

const strangers: [why: string, hex: string][] = [
  ['type', '485454502f312e3120343030'],
  ['version', '160a00000501'],
]
for (const [why, hex] of strangers) {
  for (const piece of [1, 4, 99]) {
    test(`no record for its ${why}, in pieces of ${piece}`, () => {
      const c = follow(
        [
          [client, record(22, clientHello)],
          [server, hex],
          [server, hex],
        ],
        { piece },
      )
      const [garbage] = c.garbage
      assert.equal(c.garbage.length, 1)
      assert.equal(garbage?.why, why)
      assert.deepEqual(garbage.bytes, bytesOf(hex + hex))
      assert.deepEqual(garbage.span, { frame: 2, offset: 100, length: hex.length / 2 })
    })
  }
}

test('a record beyond the greatest length is told and stepped over', () => {
  const c = follow([[client, record(22, clientHello) + sealed(23, 0x4801) + record(21, '0216')]])
  assert.deepEqual([c.garbage[0]?.why, c.garbage[0]?.bytes.length], ['length', 5])
  assert.deepEqual(ladder(c), [
    '1 client client_hello',
    '1 client application_data',
    '1 client record_overflow alert',
  ])
})

test('a gap inside application data loses nothing', () => {
  const data = sealed(23, 1000)
  const c = follow([
    ...full12.slice(0, 4),
    [client, data.slice(0, 200)],
    [client, 500],
    [client, data.slice(1200) + sealed(21, 26)],
  ])
  assert.equal(c.applicationBytes.client, 1000)
  assert.equal(ladder(c).at(-1), '7 client encrypted alert')
})

test('a gap inside a message leaves its name and what follows it', () => {
  const chain = message(11, '00'.repeat(2000))
  const whole = record(22, serverHello + chain + done)
  const from = 10 + serverHello.length + 100
  const c = follow([
    [client, record(22, clientHello)],
    [server, whole.slice(0, from)],
    [server, 1000],
    [server, whole.slice(from + 2000)],
  ])
  assert.deepEqual(ladder(c), [
    '1 client client_hello',
    '4 server server_hello',
    '4 server certificate',
    '4 server server_hello_done',
  ])
  assert.equal(c.messages[2]?.bytes, null)
  assert.equal(c.messages[2].damage?.fault, 'truncated')
})

test("after a gap over a record's end, the next plausible record is found", () => {
  const c = follow([
    ...full12.slice(0, 4),
    [server, sealed(23, 1000).slice(0, 400)],
    [server, 5000],
    [server, 'a7'.repeat(700) + sealed(23, 300) + sealed(21, 26)],
  ])
  assert.deepEqual(c.garbage, [])
  assert.equal(ladder(c).at(-1), '7 server encrypted alert')
  assert.equal(c.applicationRecords.server, 2)
})

test('a stream begun in the middle is picked up, and tells clear from sealed by its bytes', () => {
  const c = follow(
    [
      [server, 'a7'.repeat(900)],
      [server, sealed(23, 300) + sealed(23, 200)],
      [client, record(22, keyExchange) + changeCipherSpec + sealed(22, 40)],
      [client, sealed(21, 26)],
    ],
    { midstream: true },
  )
  assert.deepEqual(ladder(c), [
    '2 server application_data',
    '3 client client_key_exchange',
    '3 client change_cipher_spec',
    '3 client encrypted',
    '4 client encrypted alert',
  ])
})

test('in a stream begun in the middle, a sealed handshake record is not taken for a message', () => {
  const c = follow([[client, sealed(22, 40) + sealed(23, 90)]], { midstream: true })
  assert.deepEqual(ladder(c), ['1 client encrypted', '1 client application_data'])
  assert.equal(c.records[0]?.encrypted, true)
})

test('whoever sends the ClientHello is the client', () => {
  const c = follow([
    [server, record(22, clientHello)],
    [client, record(22, serverHello)],
  ])
  assert.equal(c.client.port, 443)
  assert.deepEqual(ladder(c), ['1 client client_hello', '2 server server_hello'])
  assert.deepEqual(
    c.records.map((note) => note?.from),
    ['client', 'server'],
  )
})

test('an endless conversation keeps its first records, its last ones, and the right count', () => {
  const many: Event[] = Array.from({ length: 500 }, () => [server, sealed(23, 20)])
  const c = follow([...full12.slice(0, 4), ...many, [client, sealed(21, 26)]])
  assert.equal(c.applicationRecords.server, 500)
  assert.equal(c.records.filter((note) => note?.from === 'server').length, 96 + 8)
  assert.equal(c.records.filter((note) => note === null).length, 1)
  const last = c.messages.at(-1)
  assert.equal(c.records[last?.record ?? -1]?.type, 21)
})

test('a conversation that renegotiates for ever keeps its beginning and its end', () => {
  const many: Event[] = Array.from({ length: 5000 }, () => [server, sealed(22, 20)])
  const c = follow([...full12.slice(0, 4), ...many, [client, record(21, '0128')]])
  assert.ok(c.messages.length < 1200)
  assert.equal(c.messages[0]?.name, 'client_hello')
  assert.equal(c.messages.at(-1)?.kind, 'alert')
})

test('a message longer than any real one is told without its bytes', () => {
  const body = '00'.repeat(16_000)
  const length = 0x10_0001
  const fragments: Event[] = [[client, record(22, `0b${hexOf(length, 6)}`)]]
  for (let left = length; left > 0; left -= 16_000)
    fragments.push([client, record(22, body.slice(0, 2 * Math.min(left, 16_000)))])
  const [chain] = follow(fragments).messages
  assert.deepEqual([chain?.name, chain?.length, chain?.bytes], ['certificate', length, null])
})

const ssl2Hello = (version: string) => {
  const body = `01${version}0006000000100700c0000005${'33'.repeat(16)}`
  return `${hexOf(0x8000 | (body.length / 2), 4)}${body}`
}

for (const piece of [1, 3, 99]) {
  test(`a hello in the form of ssl 2.0, then tls, in pieces of ${piece}`, () => {
    const c = follow(
      [
        [client, ssl2Hello('0301')],
        [server, record(22, serverHello + done)],
        [client, record(22, keyExchange)],
      ],
      { piece },
    )
    assert.equal(c.protocol, 'tls')
    assert.deepEqual(ladder(c), [
      '1 client client_hello',
      '2 server server_hello',
      '2 server server_hello_done',
      '3 client client_key_exchange',
    ])
    assert.equal(c.messages[0]?.body?.kind, 'client_hello')
    assert.equal(c.messages[0].recordVersion, 2)
  })

  test(`ssl 2.0 itself, in pieces of ${piece}`, () => {
    const hello = `04000100020003000300100a0b0c0700c0${'44'.repeat(16)}`
    const key = `020700c000000010000855${'66'.repeat(15)}${'77'.repeat(8)}`
    const short = (body: string) => `${hexOf(0x8000 | (body.length / 2), 4)}${body}`
    const padded = (body: string) => `${hexOf(body.length / 2, 4)}07${body}`
    const c = follow(
      [
        [client, ssl2Hello('0002')],
        [server, short(hello)],
        [client, short(key) + padded('a7'.repeat(40))],
        [server, padded('a7'.repeat(40)) + padded('a7'.repeat(40))],
      ],
      { piece },
    )
    assert.equal(c.protocol, 'sslv2')
    assert.deepEqual(ladder(c), [
      '1 client client_hello',
      '2 server server_hello',
      '3 client client_master_key',
      '3 client encrypted',
      '4 server encrypted',
      '4 server encrypted',
    ])
    assert.equal(c.established, true)
    assert.equal(c.messages[1]?.ssl2?.kind, 'ssl2_server_hello')
  })
}

test('an error of ssl 2.0 comes in clear', () => {
  const c = follow([
    [client, ssl2Hello('0002')],
    [server, '8003000001'],
  ])
  assert.deepEqual(ladder(c).at(-1), '2 server error')
})

/** Opens whatever comes: the inner type is the payload's first byte. */
function openAll(): RecordOpener & { readonly heard: string[] } {
  const heard: string[] = []
  return {
    notes: noKeys(),
    heard,
    handshake: (from, bytes) => heard.push(`${from} ${bytes[0] ?? -1}`),
    changeCipherSpec: (from) => heard.push(`${from} ccs`),
    missed: (from) => heard.push(`${from} missed`),
    open: (_from, _type, _version, payload): OpenedRecord | null =>
      payload[0] === 0xa7 ? null : { type: payload[0] ?? 0, plaintext: payload.slice(1) },
  }
}

test('opened records: their messages, alerts and data are told as such', () => {
  const opener = openAll()
  const chain = message(11, '00000000')
  const c = follow(
    [
      [client, record(22, clientHello)],
      [server, record(22, serverHello13)],
      [server, record(23, `16${chain.slice(0, 10)}`)],
      [server, record(23, `16${chain.slice(10)}${message(20, 'aa'.repeat(32))}`)],
      [client, record(23, `16${message(20, 'bb'.repeat(32))}`) + record(23, '17aabb')],
      [server, record(23, '150100')],
    ],
    { opener },
  )
  assert.deepEqual(ladder(c).slice(2), [
    '4 server certificate',
    '4 server finished',
    '5 client finished',
    '5 client application_data',
    '6 server close_notify alert',
  ])
  assert.deepEqual(c.messages[2]?.frames, [3, 4])
  assert.equal(c.messages[2].decrypted, true)
  assert.equal(c.established, true)
  assert.deepEqual(c.applicationRecords, { client: 1, server: 0 })
  assert.deepEqual(opener.heard, ['client 1', 'server 2', 'server 11', 'server 20', 'client 20'])
})

test('records that are lost are reported to the keys', () => {
  const opener = openAll()
  follow([...full12.slice(0, 4), [client, 70]], { opener })
  assert.equal(opener.heard.at(-1), 'client missed')
})

test('suites without encryption are read although they are protected', () => {
  const nullHello = serverHello.replace('c02f', '0002')
  const mac = 'a7'.repeat(20)
  const c = follow([
    [client, record(22, clientHello)],
    [server, record(22, nullHello + done)],
    [client, changeCipherSpec + record(22, message(20, 'bb'.repeat(12)) + mac)],
    [client, record(21, '0100' + mac)],
  ])
  assert.deepEqual(ladder(c).slice(3), [
    '3 client change_cipher_spec',
    '3 client finished',
    '4 client close_notify alert',
  ])
  assert.equal(c.records.at(-1)?.encrypted, true)
})

const ports: [client: number, server: number, turned: boolean, midstream: boolean][] = [
  [443, 50_000, true, true],
  [1023, 1024, true, true],
  // A stream with its beginning has shown who opened it.
  [443, 50_000, false, false],
  [50_000, 443, false, true],
  [50_000, 50_001, false, true],
  [1024, 50_000, false, true],
  [25, 443, false, true],
  // What has no ports.
  [0, 50_000, false, true],
]
for (const [from, to, turned, midstream] of ports)
  test(`${midstream ? 'amid' : 'at the beginning of'} a stream from port ${from} to ${to} the ${turned ? 'second' : 'first'} is the client`, () => {
    const conversation = beginConversation({
      id: 1,
      capture: 0,
      transport: 'tcp',
      client: { address: '192.0.2.1', port: from },
      server: { address: '192.0.2.2', port: to },
      protocol: 6,
      frame: 1,
      time: { seconds: 0, nanos: 0 },
      midstream,
    })
    const exchange = new TlsExchange(conversation, null, midstream)
    assert.equal(conversation.client.port, turned ? to : from)
    assert.equal(exchange.clientDirection, turned ? 1 : 0)
  })
