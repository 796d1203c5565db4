import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unhex } from '../crypto/octets.ts'
import { Cursor } from '../wire/cursor.ts'
import {
  isSsl2ClientHello,
  isSsl2ServerHello,
  parseSsl2Message,
  readSsl2Message,
  readSsl2RecordHeader,
  toClientHello,
  type Ssl2Message,
} from './ssl2.ts'

const challenge = 'c1'.repeat(16)
const hello = `01 0301 0009 0000 0010 010080 00002f 0000ff ${challenge}`
const record = `8022 ${hello}`

test('record headers: two bytes, or three with padding', () => {
  const read = (text: string) => readSsl2RecordHeader(new Cursor(unhex(text)))
  assert.deepEqual(read('8022'), { headerLength: 2, length: 0x22, padding: 0 })
  assert.deepEqual(read('4018 05'), { headerLength: 3, length: 0x18, padding: 5 })
})

const good: [what: string, body: string, read: Ssl2Message][] = [
  [
    'CLIENT-HELLO',
    hello,
    {
      kind: 'ssl2_client_hello',
      version: 0x0301,
      cipherKinds: [0x010080, 0x2f, 0xff],
      sessionId: unhex(''),
      challenge: unhex(challenge),
    },
  ],
  [
    'SERVER-HELLO',
    '04 00 01 0002 0002 0003 0001 3000 010080 cc',
    {
      kind: 'ssl2_server_hello',
      sessionIdHit: 0,
      certificateType: 1,
      version: 2,
      certificate: unhex('3000'),
      cipherKinds: [0x010080],
      connectionId: unhex('cc'),
    },
  ],
  [
    'CLIENT-MASTER-KEY',
    '02 010080 0001 0002 0001 aa bbbb cc',
    {
      kind: 'ssl2_client_master_key',
      cipherKind: 0x010080,
      clearKey: unhex('aa'),
      encryptedKey: unhex('bbbb'),
      keyArgument: unhex('cc'),
    },
  ],
  ['ERROR', '00 0001', { kind: 'ssl2_error', code: 1 }],
  [
    'REQUEST-CERTIFICATE',
    '07 01 aabb',
    { kind: 'ssl2_request_certificate', authenticationType: 1, challenge: unhex('aabb') },
  ],
  [
    'CLIENT-CERTIFICATE',
    '08 01 0002 0001 3000 dd',
    {
      kind: 'ssl2_client_certificate',
      certificateType: 1,
      certificate: unhex('3000'),
      response: unhex('dd'),
    },
  ],
  ['SERVER-VERIFY', '05 aabb', { kind: 'ssl2_opaque', type: 5, data: unhex('aabb') }],
]
for (const [what, body, read] of good) {
  test(`reads ${what}`, () => {
    assert.deepEqual(parseSsl2Message(unhex(body)), { message: read, damage: null })
  })
  test(`${what}: wherever the capture is cut, it says truncated`, () => {
    const whole = unhex(body)
    for (let kept = 0; kept < whole.length; kept++)
      assert.throws(
        () => readSsl2Message(new Cursor(whole.subarray(0, kept), 0, whole.length)),
        { fault: 'truncated' },
        `cut after ${kept}`,
      )
  })
}

test('a list of kinds that is no multiple of three is an overrun', () => {
  const { message, damage } = parseSsl2Message(unhex('01 0301 0004 0000 0000 010080 00'))
  assert.equal(message, null)
  assert.equal(damage?.message, 'cipher_spec: overrun at byte 12')
})

test('a hello is known by lengths that agree', () => {
  const bytes = unhex(record)
  assert.ok(isSsl2ClientHello(bytes, 0, bytes.length))
  for (const at of [0, 1, 2, 3, 6, 8, 10]) {
    const changed = Uint8Array.from(bytes)
    changed[at]! ^= 0x41
    assert.ok(!isSsl2ClientHello(changed, 0, changed.length), `byte ${at}`)
  }
  assert.ok(!isSsl2ClientHello(bytes, 0, 10))
})

test('a server hello too', () => {
  const bytes = unhex('8011 04 00 01 0002 0002 0003 0001 3000 010080 cc')
  assert.ok(isSsl2ServerHello(bytes, 0, bytes.length))
  const longer = Uint8Array.of(0x80, 0x12, ...bytes.subarray(2))
  assert.ok(!isSsl2ServerHello(longer, 0, longer.length))
})

test('the hello in the terms of TLS: suites of its own kind, the challenge to the right', () => {
  const { message } = parseSsl2Message(unhex(hello))
  assert.ok(message?.kind === 'ssl2_client_hello')
  const converted = toClientHello(message)
  assert.deepEqual(converted.cipherSuites, [0x2f, 0xff])
  assert.equal(converted.legacyVersion, 0x0301)
  assert.deepEqual(converted.random, unhex('00'.repeat(16) + challenge))
})
