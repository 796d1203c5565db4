import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Origin, type Direction } from '../net/flow.ts'
import type { Conversation } from './conversation.ts'
import { beginConversation } from './draft.ts'
import * as view from './handshake-view.ts'
import { TlsExchange } from './tls-exchange.ts'

const hexOf = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))
const record = (type: number, body: string) =>
  `${hexOf(type, 2)}0303${hexOf(body.length / 2, 4)}${body}`
const message = (type: number, body: string) =>
  `${hexOf(type, 2)}${hexOf(body.length / 2, 6)}${body}`
const vector = (digits: number, body: string) => hexOf(body.length / 2, digits) + body
const extension = (type: number, body: string) => hexOf(type, 4) + vector(4, body)

const name = vector(4, `00${vector(4, '612e74657374')}`)
const protocols = vector(4, vector(2, '6832') + vector(2, '687474702f312e31'))
const clientExtensions = vector(4, extension(0, name) + extension(16, protocols))
const clientHello = message(1, `0303${'11'.repeat(32)}000004c02f13010100${clientExtensions}`)

const serverHello = (suite: string, extensions: string) =>
  message(2, `0303${'22'.repeat(32)}00${suite}00${vector(4, extensions)}`)
const version13 = extension(43, '0304')
const share = extension(51, `001d${vector(4, 'aabb')}`)
const chain = message(11, vector(6, vector(6, 'c0ffee') + vector(6, 'decaf0')))

function follow(...said: [direction: Direction, hex: string][]): Conversation {
  const conversation = beginConversation({
    id: 1,
    capture: 0,
    transport: 'tcp',
    client: { address: '192.0.2.1', port: 50_000 },
    server: { address: '192.0.2.2', port: 443 },
    protocol: 6,
    frame: 1,
    time: { seconds: 0, nanos: 0 },
    midstream: false,
  })
  const exchange = new TlsExchange(conversation, null, false)
  const origin = new Origin()
  for (const [direction, hex] of said) {
    origin.frame++
    const bytes = bytesOf(hex)
    exchange.push(direction, bytes, 0, bytes.length, origin)
  }
  exchange.end()
  return conversation
}

const hello: [Direction, string] = [0, record(22, clientHello)]

test('nothing was said: every question has an answer', () => {
  const c = follow()
  assert.equal(view.clientHello(c), null)
  assert.equal(view.secondClientHello(c), null)
  assert.equal(view.serverHello(c), null)
  assert.equal(view.negotiatedVersion(c), null)
  assert.equal(view.cipherSuite(c), null)
  assert.equal(view.group(c), null)
  assert.deepEqual(view.certificates(c, 'server'), [])
  assert.equal(view.certificateRequest(c), null)
  assert.equal(view.serverName(c), null)
  assert.equal(view.alpn(c), null)
  assert.equal(view.isResumed(c), false)
  assert.deepEqual(view.alerts(c), [])
  assert.equal(view.firstFatalAlert(c), null)
})

test('tls 1.2: what was agreed', () => {
  const answer = serverHello('c02f', extension(16, vector(4, vector(2, '6832'))))
  const exchange = message(12, '03001d02aabb04010002cccc')
  const c = follow(hello, [1, record(22, answer + chain + exchange)])
  assert.equal(view.serverName(c), 'a.test')
  assert.deepEqual(view.offeredAlpn(c), ['h2', 'http/1.1'])
  assert.equal(view.alpn(c), 'h2')
  assert.equal(view.negotiatedVersion(c), 0x0303)
  assert.equal(view.cipherSuite(c), 0xc02f)
  assert.equal(view.group(c), 0x001d)
  assert.deepEqual(view.certificates(c, 'server'), [bytesOf('c0ffee'), bytesOf('decaf0')])
  assert.deepEqual(view.certificates(c, 'client'), [])
  assert.equal(view.isResumed(c), false)
})

test('tls 1.2: a server that goes straight to ChangeCipherSpec resumed', () => {
  const c = follow(hello, [1, record(22, serverHello('c02f', '')) + record(20, '01')])
  assert.equal(view.isResumed(c), true)
})

test('tls 1.3: version and group are in extensions, and a chosen key resumes', () => {
  const fresh = follow(hello, [1, record(22, serverHello('1301', version13 + share))])
  assert.equal(view.negotiatedVersion(fresh), 0x0304)
  assert.equal(view.group(fresh), 0x001d)
  assert.equal(view.isResumed(fresh), false)
  const psk = extension(41, '0000')
  const again = follow(hello, [1, record(22, serverHello('1301', version13 + share + psk))])
  assert.equal(view.isResumed(again), true)
})

test('hello retry request: the second hello is the one after it', () => {
  const random = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'
  const retry = message(2, `0303${random}00130100${vector(4, version13)}`)
  const c = follow(hello, [1, record(22, retry)], hello)
  assert.equal(view.clientHello(c)?.message.frame, 1)
  assert.equal(view.secondClientHello(c)?.message.frame, 3)
  assert.equal(view.helloRetryRequest(c)?.message.frame, 2)
  assert.equal(view.serverHello(c), null)
  assert.equal(view.negotiatedVersion(c), 0x0304)
})

const alertRows: [version: string, alert: string, fatal: number | null][] = [
  ['1.2', '0228', 40],
  ['1.2', '0170', null],
  ['1.2', '0200', null],
  ['1.3', '0128', 40],
  ['1.3', '0100', null],
  ['1.3', '015a', null],
]
for (const [version, alert, fatal] of alertRows) {
  test(`tls ${version}: alert ${alert} is ${fatal === null ? 'not ' : ''}fatal`, () => {
    const chosen = version === '1.3' ? serverHello('1301', version13) : serverHello('c02f', '')
    const c = follow(hello, [1, record(22, chosen)], [0, record(21, alert)])
    assert.equal(view.alerts(c).length, 1)
    assert.equal(view.firstFatalAlert(c)?.code ?? null, fatal)
  })
}
