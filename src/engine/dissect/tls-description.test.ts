import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '../session/conversation.ts'
import type { MessagePart } from './message-parts.ts'
import { describeParts, titleOf } from './tls-description.ts'

const message: Message = {
  frame: 1,
  frames: [1],
  time: { seconds: 0, nanos: 0 },
  from: 'client',
  kind: 'handshake',
  name: 'server_hello_done',
  code: 14,
  level: null,
  encrypted: false,
  decrypted: false,
  length: 12,
  recordVersion: 0x0303,
  bytes: null,
  body: null,
  damage: null,
  spans: [],
  record: 0,
}

const one = (changes: Partial<Message>): MessagePart[] => [
  { message: { ...message, ...changes }, part: 1, parts: 1, from: 0, to: 12, whole: 12 },
]

const rows: [text: string, changes: Partial<Message>][] = [
  ['ServerHelloDone', {}],
  ['Finished (decrypted)', { name: 'finished', decrypted: true }],
  ['ClientHello (SSL 2.0 form)', { name: 'client_hello', ssl2: {} as never }],
  ['Encrypted handshake message: 12 bytes', { name: 'encrypted', encrypted: true }],
  ['ChangeCipherSpec', { kind: 'change_cipher_spec', name: 'change_cipher_spec' }],
  ['Application data, 12 bytes', { kind: 'application_data', name: 'application_data' }],
  ['Alert: fatal bad_certificate (42)', { kind: 'alert', name: 'x', code: 42, level: 2 }],
  ['Alert: warning close_notify (0)', { kind: 'alert', name: 'x', code: 0, level: 1 }],
  ['Encrypted alert: 12 bytes', { kind: 'alert', name: 'x', code: null, encrypted: true }],
]
for (const [text, changes] of rows)
  test(`description: ${text}`, () => {
    assert.equal(describeParts(one(changes)), text)
  })

test('description: pieces of a message say where they stand in it', () => {
  const pieces = [
    { message, part: 2, parts: 3, from: 100, to: 200, whole: 250 },
    { message, part: 3, parts: 3, from: 200, to: 250, whole: 250 },
  ]
  assert.equal(
    describeParts(pieces),
    'ServerHelloDone (part 2 of 3, bytes 100 to 200 of 250); ' +
      'ServerHelloDone (last part of 3, bytes 200 to 250 of 250)',
  )
})

test('description: names as the RFCs spell them', () => {
  assert.equal(titleOf('certificate_verify'), 'CertificateVerify')
  assert.equal(titleOf(''), '')
})
