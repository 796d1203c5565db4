import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '../session/conversation.ts'
import type { TcpRow } from './frame-row.ts'
import type { MessagePart } from './message-parts.ts'
import { netmonFlags, netmonTcp, netmonTls } from './netmon-description.ts'

function message(changes: Partial<Message>): Message {
  return {
    frame: 1,
    frames: [1],
    time: { seconds: 0, nanos: 0 },
    from: 'client',
    kind: 'handshake',
    name: 'client_hello',
    code: 1,
    level: null,
    encrypted: false,
    decrypted: false,
    length: 100,
    recordVersion: 0x0301,
    bytes: null,
    body: null,
    damage: null,
    spans: [],
    record: 0,
    ...changes,
  }
}

function part(changes: Partial<Message>, from = 0, to = 100): MessagePart {
  return { message: message(changes), part: 1, parts: 1, from, to, whole: 100 }
}

const hello = part({})
const done = part({ name: 'server_hello_done', record: 0 })
const other = part({ name: 'certificate', record: 1 })
const spec = part({ kind: 'change_cipher_spec', name: 'change_cipher_spec', record: 2 })
const sealed = part({ name: 'encrypted', encrypted: true, record: 3 })
const alert = part({ kind: 'alert', name: 'bad_certificate' })
const data = part({ kind: 'application_data', name: 'application_data' })
const old = part({ recordVersion: 0x0300 })
const rest = part({}, 40, 100)
const middle = part({}, 40, 60)

const rows: [what: string, parts: MessagePart[], old: string, new: string][] = [
  ['nothing known', [], 'SSL: SSL Application Data', 'TLS:TLS Rec Layer-1 SSL Application Data'],
  ['a hello', [hello], 'SSL: Client Hello.', 'TLS:TLS Rec Layer-1 HandShake: Client Hello.'],
  ['an alert', [alert], 'SSL: Encrypted Alert.', 'TLS:TLS Rec Layer-1 Encrypted Alert'],
  ['data', [data], 'SSL: SSL Application Data.', 'TLS:TLS Rec Layer-1 SSL Application Data'],
  [
    'two messages in one record, one in the next',
    [hello, done, other],
    'SSL: Client Hello. Server Hello Done. Certificate.',
    'TLS:TLS Rec Layer-1 HandShake: Client Hello. Server Hello Done.; TLS Rec Layer-2 HandShake: Certificate.',
  ],
  [
    'what follows ChangeCipherSpec',
    [spec, sealed],
    'SSL: Change Cipher Spec. Encrypted Handshake Message.',
    'TLS:TLS Rec Layer-1 Change Cipher Spec; TLS Rec Layer-2 HandShake: Encrypted Handshake Message.',
  ],
  ['SSL 3.0', [old], 'SSL: Client Hello.', 'SSL:  SSLv3 Rec Layer-1 HandShake: Client Hello.'],
  ['the middle', [middle], 'SSL:Continued Data: 60 Bytes', 'TLS:Continued Data: 60 Bytes'],
  ['the rest alone', [rest], 'SSL:Continued Data: 60 Bytes', 'TLS:Continued Data: 60 Bytes'],
  [
    'the rest, and whole messages behind it',
    [rest, done],
    'SSL: Encrypted Handshake Message.',
    'TLS:TLS Rec Layer-1 HandShake: Encrypted Handshake Message.',
  ],
]
for (const [what, parts, oldText, newText] of rows)
  test(`netmon: ${what}`, () => {
    assert.equal(netmonTls(parts, 60, 'old'), oldText)
    assert.equal(netmonTls(parts, 60, 'new'), newText)
  })

test('netmon: a hello in the form of SSL 2.0 is the same to both parsers', () => {
  const ssl2 = part({ ssl2: {} as never })
  for (const parser of ['old', 'new'] as const)
    assert.equal(netmonTls([ssl2], 81, parser), 'SSL:SSLv2RecordLayer, ClientHello(0x01)')
})

const flags: [flags: number, text: string][] = [
  [0x00, '........'],
  [0x02, '......S.'],
  [0x12, '...A..S.'],
  [0x18, '...AP...'],
  [0x14, '...A.R..'],
  [0xff, 'CEUAPRSF'],
]
for (const [bits, text] of flags)
  test(`netmon: flags ${text}`, () => {
    assert.equal(netmonFlags(bits), text)
  })

const segment: TcpRow = {
  seq: 0xffff_fffe,
  ack: 7,
  flags: 0x18,
  window: 512,
  payloadLength: 5,
  retransmit: false,
  synRetransmit: false,
}

test('netmon: a segment, its range across the end of the numbers, and the names of ports', () => {
  assert.equal(
    netmonTcp(segment, { source: 443, destination: 50_000 }),
    'Flags=...AP..., SrcPort=HTTPS(443), DstPort=50000, PayloadLen=5, Seq=4294967294 - 3, Ack=7, Win=512',
  )
  assert.equal(
    netmonTcp({ ...segment, payloadLength: 0 }, { source: 1, destination: 80 }),
    'Flags=...AP..., SrcPort=1, DstPort=HTTP(80), PayloadLen=0, Seq=4294967294, Ack=7, Win=512',
  )
})
