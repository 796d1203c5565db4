import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Origin } from '../net/flow.ts'
import { beginConversation } from './draft.ts'
import type { Conversation } from './conversation.ts'
import { TlsExchange } from './tls-exchange.ts'

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (h) => parseInt(h, 16))

export function blank(midstream = false): Conversation {
  return beginConversation({
    id: 1,
    capture: 0,
    transport: 'tcp',
    client: { address: '10.0.0.1', port: 1 },
    server: { address: '10.0.0.2', port: 2 },
    communityId: '',
    frame: 1,
    time: { seconds: 0, nanos: 0 },
    midstream,
  })
}

const u16 = (n: number) => n.toString(16).padStart(4, '0')
const u24 = (n: number) => n.toString(16).padStart(6, '0')
const record = (type: string, body: string, version = '0303') =>
  `${type}${version}${u16(body.length / 2)}${body}`
const message = (type: string, body: string) => `${type}${u24(body.length / 2)}${body}`

const clientHello = message('01', `0303${'11'.repeat(32)}000002002f0100`)
const serverHello = message('02', `0303${'22'.repeat(32)}00002f00`)
const done = message('0e', '')

type Turn = [0 | 1, string]
function run(turns: Turn[], piece = Infinity): Conversation {
  const c = blank()
  const exchange = new TlsExchange(c, null, false)
  let frame = 0
  for (const [direction, hex] of turns) {
    const data = bytes(hex)
    const origin = new Origin()
    origin.frame = ++frame
    for (let at = 0; at < data.length; at += piece) {
      origin.offset = at
      exchange.push(direction, data, at, Math.min(data.length, at + piece), origin)
    }
  }
  exchange.end()
  return c
}

const ladder = (c: Conversation) => c.messages.map((m) => `${m.frame} ${m.from} ${m.name}`)

test('coalesced messages of one record are told apart', () => {
  const c = run([
    [0, record('16', clientHello)],
    [1, record('16', serverHello + done)],
  ])
  assert.deepEqual(ladder(c), [
    '1 client client_hello',
    '2 server server_hello',
    '2 server server_hello_done',
  ])
  assert.deepEqual(c.messages[2]?.spans, [
    { frame: 2, offset: 5 + serverHello.length / 2, length: 4 },
  ])
})
