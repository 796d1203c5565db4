import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unhex } from '../crypto/octets.ts'
import type { Message } from '../session/conversation.ts'
import { parseHandshake, type HandshakeContext } from '../tls/handshake.ts'
import { WireError } from '../wire/cursor.ts'
import { describeMessage } from './message-text.ts'

const message: Message = {
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
  length: 1234,
  recordVersion: 0x0303,
  bytes: null,
  body: null,
  damage: null,
  spans: [],
  record: 0,
}

const be = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
const size = (text: string): number => unhex(text).length
const vector16 = (body: string): string => be(size(body), 4) + body
const extension = (type: string, body: string): string => type + vector16(body)
const random = '5a'.repeat(32)

const sni = extension('0000', vector16(`00${vector16('612e74657374')}`))
const alpn = extension('0010', vector16('0268320868747470 2f312e31'.replaceAll(' ', '')))
const versions = extension('002b', '04 0304 0303'.replaceAll(' ', ''))
const share = extension('0033', vector16(`001d${vector16('aabb')}`))
const psk = extension(
  '0029',
  `${vector16(`${vector16('aa')}00000000`)}${vector16(`20${'bb'.repeat(32)}`)}`,
)

const certificate = '308201'
const rows: [text: string, type: number, body: string, context?: Partial<HandshakeContext>][] = [
  ['up to TLS 1.2, 1 cipher suite', 1, `0303 ${random} 00 0002 002f 01 00`],
  // GREASE is no suite.
  ['up to TLS 1.2, 2 cipher suites', 1, `0303 ${random} 00 0006 0a0a 002f 0035 01 00`],
  ['up to TLS 1.2, 1 cipher suite, session to resume', 1, `0303 ${random} 02 abcd 0002 002f 01 00`],
  [
    'up to TLS 1.3, SNI a.test, 1 cipher suite, ALPN h2, http/1.1, pre-shared key',
    1,
    `0303 ${random} 02 abcd 0002 1301 01 00 ${vector16(sni + alpn + versions + share + psk)}`,
  ],
  ['TLS 1.2, TLS_RSA_WITH_AES_128_CBC_SHA', 2, `0303 ${random} 00 002f 00`],
  [
    'TLS 1.3, TLS_AES_128_GCM_SHA256, group x25519, pre-shared key taken',
    2,
    `0303 ${random} 00 1301 00 ${vector16(extension('002b', '0304') + extension('0033', `001d${vector16('aabb')}`) + extension('0029', '0000'))}`,
  ],
  ['ALPN h2', 8, vector16(extension('0010', vector16('026832')))],
  ['', 8, '0000'],
  ['no certificate', 11, '000000', { version: 0x0303 }],
  ['1 certificate', 11, `000006 000003 ${certificate}`, { version: 0x0303 }],
  ['2 certificates', 11, `00000c 000003 ${certificate} 000003 ${certificate}`, { version: 0x0303 }],
  ['names no authorities', 13, '01 01 0002 0401 0000', { version: 0x0303 }],
  ['names 1 authority', 13, '01 01 0002 0401 0004 0002 3000', { version: 0x0303 }],
  ['rsa_pkcs1_sha256', 15, '0401 0002 abcd', { version: 0x0303 }],
  ['', 14, ''],
  ['', 20, 'aa'.repeat(12), { version: 0x0303 }],
]
for (const [text, type, hex, context] of rows)
  test(`message: ${text === '' ? `nothing to add to type ${type}` : text}`, () => {
    const body = unhex(hex)
    const read = parseHandshake(
      Uint8Array.of(type, 0, body.length >> 8, body.length & 0xff, ...body),
      context,
    )
    assert.equal(read.damage, null)
    assert.equal(describeMessage({ ...message, body: read.body }), text)
  })

const others: [text: string, changes: Partial<Message>][] = [
  ['fatal bad_certificate (42)', { kind: 'alert', code: 42, level: 2 }],
  ['warning close_notify (0)', { kind: 'alert', code: 0, level: 1 }],
  ['26 bytes', { kind: 'alert', code: null, level: null, length: 26, encrypted: true }],
  ['1234 bytes', { encrypted: true }],
  ['1234 bytes', { kind: 'application_data' }],
  ['', { kind: 'change_cipher_spec' }],
  [
    'damaged: cipher_suites: overrun at byte 41',
    { damage: new WireError('overrun', 'cipher_suites', 41) },
  ],
]
for (const [text, changes] of others)
  test(`message: ${text === '' ? 'ChangeCipherSpec' : text}`, () => {
    assert.equal(describeMessage({ ...message, ...changes }), text)
  })
