// Every message: a good example with each field, the faults, and a cut at every byte.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unhex } from '../../crypto/octets.ts'
import { handshakeTypes } from '../../registry/tables/handshake-types.ts'
import { findCipherSuite } from '../../registry/cipher-suite.ts'
import { cipherSuites } from '../../registry/tables/cipher-suites.ts'
import { parseHandshake, type HandshakeBody, type HandshakeContext } from '../handshake.ts'
import { findDowngradeSentinel, type ServerHello } from './server-hello.ts'

const r = '5a'.repeat(32)
const tls13 = { version: 0x0304 }
const tls12 = { version: 0x0303 }
const tls11 = { version: 0x0302 }
const none = { damage: null, items: [] }

function suite(name: keyof typeof cipherSuites): number {
  return cipherSuites[name]
}

/** A message with its header around a body in hex. */
function message(type: keyof typeof handshakeTypes, body: string): Uint8Array {
  const bytes = unhex(body)
  const { length } = bytes
  return Uint8Array.of(handshakeTypes[type], length >> 16, length >> 8, length, ...bytes)
}

type Good = [
  what: string,
  type: keyof typeof handshakeTypes,
  known: Partial<HandshakeContext>,
  body: string,
  read: HandshakeBody,
]

const good: Good[] = [
  ['HelloRequest', 'hello_request', {}, '', { kind: 'hello_request' }],
  ['ServerHelloDone', 'server_hello_done', {}, '', { kind: 'server_hello_done' }],
  ['EndOfEarlyData', 'end_of_early_data', {}, '', { kind: 'end_of_early_data' }],
  [
    'ClientHello',
    'client_hello',
    {},
    `0303 ${r} 02 0102 0004 1301 00ff 01 00 0008 0017 0000 002a 0000`,
    {
      kind: 'client_hello',
      legacyVersion: 0x0303,
      random: unhex(r),
      sessionId: unhex('0102'),
      cookie: null,
      cipherSuites: [0x1301, 0x00ff],
      compressionMethods: [0],
      extensions: {
        items: [
          { type: 23, data: unhex(''), at: 55 },
          { type: 42, data: unhex(''), at: 59 },
        ],
        damage: null,
      },
    },
  ],
  [
    'ClientHello of DTLS, without extensions',
    'client_hello',
    { dtls: true },
    `fefd ${r} 00 02 c0c1 0002 c02b 01 00`,
    {
      kind: 'client_hello',
      legacyVersion: 0xfefd,
      random: unhex(r),
      sessionId: unhex(''),
      cookie: unhex('c0c1'),
      cipherSuites: [0xc02b],
      compressionMethods: [0],
      extensions: null,
    },
  ],
  [
    'ServerHello',
    'server_hello',
    {},
    `0303 ${r} 00 1301 00 0006 002b 0002 0304`,
    {
      kind: 'server_hello',
      legacyVersion: 0x0303,
      random: unhex(r),
      sessionId: unhex(''),
      cipherSuite: 0x1301,
      compressionMethod: 0,
      extensions: { items: [{ type: 43, data: unhex('0304'), at: 48 }], damage: null },
    },
  ],
  [
    'ServerHello of an early draft of TLS 1.3',
    'server_hello',
    {},
    `7f12 ${r} 1301 0000`,
    {
      kind: 'server_hello',
      legacyVersion: 0x7f12,
      random: unhex(r),
      sessionId: unhex(''),
      cipherSuite: 0x1301,
      compressionMethod: 0,
      extensions: none,
    },
  ],
  [
    'HelloRetryRequest',
    'server_hello',
    {},
    '0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00 0006 0033 0002 0017',
    {
      kind: 'hello_retry_request',
      legacyVersion: 0x0303,
      random: unhex('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'),
      sessionId: unhex(''),
      cipherSuite: 0x1301,
      compressionMethod: 0,
      extensions: { items: [{ type: 51, data: unhex('0017'), at: 48 }], damage: null },
    },
  ],
  [
    'HelloVerifyRequest',
    'hello_verify_request',
    {},
    'feff 03 010203',
    { kind: 'hello_verify_request', serverVersion: 0xfeff, cookie: unhex('010203') },
  ],
  [
    'EncryptedExtensions',
    'encrypted_extensions',
    tls13,
    '0004 0017 0000',
    {
      kind: 'encrypted_extensions',
      extensions: { items: [{ type: 23, data: unhex(''), at: 10 }], damage: null },
    },
  ],
  [
    'Certificate of TLS 1.2',
    'certificate',
    tls12,
    '000009 000002 3000 000001 aa',
    {
      kind: 'certificate',
      requestContext: null,
      entries: {
        items: [
          { type: 0, data: unhex('3000'), at: 10, extensions: null },
          { type: 0, data: unhex('aa'), at: 15, extensions: null },
        ],
        damage: null,
      },
    },
  ],
  [
    'Certificate of TLS 1.2 without any',
    'certificate',
    tls12,
    '000000',
    { kind: 'certificate', requestContext: null, entries: none },
  ],
  [
    'Certificate of TLS 1.3',
    'certificate',
    tls13,
    '01 07 000007 000002 3000 0000',
    {
      kind: 'certificate',
      requestContext: unhex('07'),
      entries: {
        items: [{ type: 0, data: unhex('3000'), at: 12, extensions: none }],
        damage: null,
      },
    },
  ],
  [
    'Certificate of TLS 1.3, told by its form',
    'certificate',
    {},
    '00 000007 000002 3000 0000',
    {
      kind: 'certificate',
      requestContext: unhex(''),
      entries: {
        items: [{ type: 0, data: unhex('3000'), at: 11, extensions: none }],
        damage: null,
      },
    },
  ],
  [
    'Certificate of TLS 1.2, told by its form',
    'certificate',
    {},
    '000005 000002 3000',
    {
      kind: 'certificate',
      requestContext: null,
      entries: {
        items: [{ type: 0, data: unhex('3000'), at: 10, extensions: null }],
        damage: null,
      },
    },
  ],
  [
    'Certificate that is a raw public key',
    'certificate',
    { ...tls12, certificateType: 2 },
    '000002 3000',
    {
      kind: 'certificate',
      requestContext: null,
      entries: {
        items: [{ type: 2, data: unhex('3000'), at: 7, extensions: null }],
        damage: null,
      },
    },
  ],
  [
    'Certificate of OpenPGP',
    'certificate',
    { ...tls12, certificateType: 1 },
    '02 0102',
    {
      kind: 'certificate',
      requestContext: null,
      entries: {
        items: [{ type: 1, data: unhex('020102'), at: 4, extensions: null }],
        damage: null,
      },
    },
  ],
  [
    'CertificateRequest of TLS 1.3',
    'certificate_request',
    tls13,
    '00 0014 000d 0004 0002 0403 002f 0008 0006 0004 30020500',
    {
      kind: 'certificate_request',
      certificateTypes: null,
      signatureSchemes: [0x0403],
      authorities: { items: [unhex('30020500')], damage: null },
      requestContext: unhex(''),
      extensions: {
        items: [
          { type: 13, data: unhex('00020403'), at: 11 },
          { type: 47, data: unhex('0006000430020500'), at: 19 },
        ],
        damage: null,
      },
    },
  ],
  [
    'CertificateRequest of TLS 1.2',
    'certificate_request',
    tls12,
    '02 01 40 0004 0401 0403 0004 0002 3000',
    {
      kind: 'certificate_request',
      certificateTypes: [1, 64],
      signatureSchemes: [0x0401, 0x0403],
      authorities: { items: [unhex('3000')], damage: null },
      requestContext: null,
      extensions: null,
    },
  ],
  [
    'CertificateRequest of TLS 1.1',
    'certificate_request',
    tls11,
    '01 01 0000',
    {
      kind: 'certificate_request',
      certificateTypes: [1],
      signatureSchemes: null,
      authorities: none,
      requestContext: null,
      extensions: null,
    },
  ],
  [
    'ServerKeyExchange of ECDHE',
    'server_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256') },
    '03 001d 02 aabb 0804 0002 ccdd',
    {
      kind: 'server_key_exchange',
      exchange: { method: 'ecdhe', group: 0x001d, publicKey: unhex('aabb') },
      pskIdentityHint: null,
      params: unhex('03001d02aabb'),
      signature: { scheme: 0x0804, signature: unhex('ccdd') },
    },
  ],
  [
    'ServerKeyExchange of ECDHE over an explicit binary curve',
    'server_key_exchange',
    { ...tls11, cipherSuite: suite('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA') },
    '02 00a3 02 01 01 01 02 01 03 01 04 01 05 01 06 01 07 01 08 01 09 0001 dd',
    {
      kind: 'server_key_exchange',
      exchange: {
        method: 'ecdhe_explicit',
        curve: {
          curveType: 2,
          fieldElements: [unhex('01'), unhex('02'), unhex('03')],
          a: unhex('04'),
          b: unhex('05'),
          base: unhex('06'),
          order: unhex('07'),
          cofactor: unhex('08'),
        },
        publicKey: unhex('09'),
      },
      pskIdentityHint: null,
      params: unhex('0200a302010101020103010401050106010701080109'),
      signature: { scheme: null, signature: unhex('dd') },
    },
  ],
  [
    'ServerKeyExchange of ECDHE over an explicit prime curve',
    'server_key_exchange',
    { ...tls11, cipherSuite: suite('TLS_ECDH_anon_WITH_AES_128_CBC_SHA') },
    '01 01 01 01 04 01 05 01 06 01 07 01 08 01 09',
    {
      kind: 'server_key_exchange',
      exchange: {
        method: 'ecdhe_explicit',
        curve: {
          curveType: 1,
          fieldElements: [unhex('01')],
          a: unhex('04'),
          b: unhex('05'),
          base: unhex('06'),
          order: unhex('07'),
          cofactor: unhex('08'),
        },
        publicKey: unhex('09'),
      },
      pskIdentityHint: null,
      params: unhex('010101010401050106010701080109'),
      signature: null,
    },
  ],
  [
    'ServerKeyExchange of DHE before TLS 1.2',
    'server_key_exchange',
    { ...tls11, cipherSuite: suite('TLS_DHE_RSA_WITH_AES_128_CBC_SHA') },
    '0001 17 0001 02 0001 05 0002 ccdd',
    {
      kind: 'server_key_exchange',
      exchange: {
        method: 'dhe',
        prime: unhex('17'),
        generator: unhex('02'),
        publicKey: unhex('05'),
      },
      pskIdentityHint: null,
      params: unhex('000117000102000105'),
      signature: { scheme: null, signature: unhex('ccdd') },
    },
  ],
  [
    'ServerKeyExchange of an anonymous suite',
    'server_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_DH_anon_WITH_AES_128_CBC_SHA') },
    '0001 17 0001 02 0001 05',
    {
      kind: 'server_key_exchange',
      exchange: {
        method: 'dhe',
        prime: unhex('17'),
        generator: unhex('02'),
        publicKey: unhex('05'),
      },
      pskIdentityHint: null,
      params: unhex('000117000102000105'),
      signature: null,
    },
  ],
  [
    'ServerKeyExchange of RSA export',
    'server_key_exchange',
    { ...tls11, cipherSuite: suite('TLS_RSA_EXPORT_WITH_RC4_40_MD5') },
    '0002 c1c2 0001 03 0001 ee',
    {
      kind: 'server_key_exchange',
      exchange: { method: 'rsa_export', modulus: unhex('c1c2'), exponent: unhex('03') },
      pskIdentityHint: null,
      params: unhex('0002c1c2000103'),
      signature: { scheme: null, signature: unhex('ee') },
    },
  ],
  [
    'ServerKeyExchange of PSK',
    'server_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_PSK_WITH_AES_128_CBC_SHA') },
    '0002 6869',
    {
      kind: 'server_key_exchange',
      exchange: { method: 'psk' },
      pskIdentityHint: unhex('6869'),
      params: unhex('00026869'),
      signature: null,
    },
  ],
  [
    'ServerKeyExchange of SRP',
    'server_key_exchange',
    { ...tls11, cipherSuite: suite('TLS_SRP_SHA_WITH_AES_128_CBC_SHA') },
    '0001 17 0001 02 01 99 0001 05',
    {
      kind: 'server_key_exchange',
      exchange: {
        method: 'srp',
        prime: unhex('17'),
        generator: unhex('02'),
        salt: unhex('99'),
        publicKey: unhex('05'),
      },
      pskIdentityHint: null,
      params: unhex('0001170001020199000105'),
      signature: null,
    },
  ],
  [
    'ServerKeyExchange of a suite that was not seen',
    'server_key_exchange',
    tls12,
    '03 001d 01 aa',
    {
      kind: 'server_key_exchange',
      exchange: null,
      pskIdentityHint: null,
      params: unhex('03001d01aa'),
      signature: null,
    },
  ],
  [
    'ClientKeyExchange of ECDHE',
    'client_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256') },
    '02 aabb',
    {
      kind: 'client_key_exchange',
      pskIdentity: null,
      encryptedPreMasterSecret: null,
      publicKey: unhex('aabb'),
      data: unhex('02aabb'),
    },
  ],
  [
    'ClientKeyExchange of RSA',
    'client_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_RSA_WITH_AES_128_CBC_SHA') },
    '0002 aabb',
    {
      kind: 'client_key_exchange',
      pskIdentity: null,
      encryptedPreMasterSecret: unhex('aabb'),
      publicKey: null,
      data: unhex('0002aabb'),
    },
  ],
  [
    'ClientKeyExchange of RSA in SSL 3.0, which has no length',
    'client_key_exchange',
    { version: 0x0300, cipherSuite: suite('TLS_RSA_WITH_AES_128_CBC_SHA') },
    'aabb',
    {
      kind: 'client_key_exchange',
      pskIdentity: null,
      encryptedPreMasterSecret: unhex('aabb'),
      publicKey: null,
      data: unhex('aabb'),
    },
  ],
  [
    'ClientKeyExchange of DHE with PSK',
    'client_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_DHE_PSK_WITH_AES_128_CBC_SHA') },
    '0001 69 0001 05',
    {
      kind: 'client_key_exchange',
      pskIdentity: unhex('69'),
      encryptedPreMasterSecret: null,
      publicKey: unhex('05'),
      data: unhex('000169000105'),
    },
  ],
  [
    'ClientKeyExchange of SRP',
    'client_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_SRP_SHA_WITH_AES_128_CBC_SHA') },
    '0001 05',
    {
      kind: 'client_key_exchange',
      pskIdentity: null,
      encryptedPreMasterSecret: null,
      publicKey: unhex('05'),
      data: unhex('000105'),
    },
  ],
  [
    'CertificateVerify',
    'certificate_verify',
    tls12,
    '0804 0002 aabb',
    { kind: 'certificate_verify', scheme: 0x0804, signature: unhex('aabb') },
  ],
  [
    'CertificateVerify before TLS 1.2',
    'certificate_verify',
    tls11,
    '0002 aabb',
    { kind: 'certificate_verify', scheme: null, signature: unhex('aabb') },
  ],
  ['Finished', 'finished', tls12, 'aabbcc', { kind: 'finished', verifyData: unhex('aabbcc') }],
  [
    'NewSessionTicket of TLS 1.2',
    'new_session_ticket',
    tls12,
    '00000e10 0002 aabb',
    {
      kind: 'new_session_ticket',
      lifetimeSeconds: 3600,
      ageAdd: null,
      nonce: null,
      ticket: unhex('aabb'),
      extensions: null,
    },
  ],
  [
    'NewSessionTicket of TLS 1.3',
    'new_session_ticket',
    tls13,
    '00000e10 00000007 01 09 0002 aabb 0008 002a 0004 00001000',
    {
      kind: 'new_session_ticket',
      lifetimeSeconds: 3600,
      ageAdd: 7,
      nonce: unhex('09'),
      ticket: unhex('aabb'),
      extensions: { items: [{ type: 42, data: unhex('00001000'), at: 24 }], damage: null },
    },
  ],
  [
    'CertificateStatus',
    'certificate_status',
    {},
    '01 000002 3000',
    {
      kind: 'certificate_status',
      statusType: 1,
      responses: { items: [unhex('3000')], damage: null },
    },
  ],
  [
    'CertificateStatus of several',
    'certificate_status',
    {},
    '02 000008 000002 3000 000000',
    {
      kind: 'certificate_status',
      statusType: 2,
      responses: { items: [unhex('3000'), unhex('')], damage: null },
    },
  ],
  [
    'CertificateURL',
    'certificate_url',
    {},
    `00 0018 0001 2f 01 ${'11'.repeat(20)}`,
    {
      kind: 'certificate_url',
      chainType: 0,
      urls: { items: [{ url: unhex('2f'), sha1: unhex('11'.repeat(20)) }], damage: null },
    },
  ],
  [
    'SupplementalData',
    'supplemental_data',
    {},
    '000006 4002 0002 aabb',
    {
      kind: 'supplemental_data',
      entries: { items: [{ type: 0x4002, data: unhex('aabb') }], damage: null },
    },
  ],
  ['KeyUpdate', 'key_update', tls13, '01', { kind: 'key_update', requestUpdate: 1 }],
  [
    'CompressedCertificate by zlib',
    'compressed_certificate',
    tls13,
    // zlib of: 00 000007 000002 3000 0000
    '0001 00000b 000016 7801010b00f4ff0000000700000230000000010d003a',
    {
      kind: 'compressed_certificate',
      algorithm: 1,
      uncompressedLength: 11,
      compressed: unhex('7801010b00f4ff0000000700000230000000010d003a'),
      certificate: {
        kind: 'certificate',
        requestContext: unhex(''),
        entries: {
          items: [{ type: 0, data: unhex('3000'), at: 7, extensions: none }],
          damage: null,
        },
      },
    },
  ],
  [
    'NextProtocol',
    'next_protocol',
    {},
    '02 6832 03 000000',
    { kind: 'next_protocol', selectedProtocol: unhex('6832') },
  ],
  [
    'RequestConnectionId',
    'request_connection_id',
    {},
    '03',
    { kind: 'request_connection_id', count: 3 },
  ],
  [
    'NewConnectionId',
    'new_connection_id',
    {},
    '0003 02 aabb 01',
    { kind: 'new_connection_id', ids: [unhex('aabb')], usage: 1 },
  ],
  ['MessageHash', 'message_hash', {}, 'aabb', { kind: 'message_hash', data: unhex('aabb') }],
  ['ChannelID', 'channel_id', {}, 'aabb', { kind: 'channel_id', data: unhex('aabb') }],
  ['EKTKey', 'ekt_key', {}, 'aabb', { kind: 'ekt_key', data: unhex('aabb') }],
]

for (const [what, type, known, body, read] of good) {
  test(`reads ${what}`, () => {
    const bytes = message(type, body)
    const parsed = parseHandshake(bytes, known)
    assert.equal(parsed.damage, null)
    assert.deepEqual(parsed.body, read)
    assert.deepEqual(parsed.header, { type: handshakeTypes[type], length: bytes.length - 4 })
  })

  test(`${what}: wherever the capture is cut, it says truncated`, () => {
    const whole = message(type, body)
    for (let kept = 0; kept < whole.length; kept++)
      assert.equal(
        parseHandshake(whole.subarray(0, kept), known).damage?.fault,
        'truncated',
        `cut after ${kept}`,
      )
  })
}

test('every message that the registry names has an example here', () => {
  const covered = new Set(good.map(([, type]) => type))
  const others = Object.keys(handshakeTypes).filter((name) => !covered.has(name as never))
  // The first is read as a ServerHello (below); the second as a CertificateRequest of TLS 1.3.
  assert.deepEqual(others, ['hello_retry_request', 'client_certificate_request'])
})

test('reads the HelloRetryRequest of drafts, with a suite from draft 19 on', () => {
  const old = parseHandshake(message('hello_retry_request', '7f12 0000')).body
  const newer = parseHandshake(message('hello_retry_request', '7f13 1301 0000')).body
  assert.equal(old?.kind, 'hello_retry_request')
  assert.equal(newer?.kind === 'hello_retry_request' && newer.cipherSuite, 0x1301)
})

test('a type that nobody registered is kept as bytes', () => {
  const { body, damage } = parseHandshake(unhex('63 000002 aabb'))
  assert.deepEqual([body, damage], [{ kind: 'unknown', data: unhex('aabb') }, null])
})

const faults: [
  why: string,
  type: keyof typeof handshakeTypes,
  known: Partial<HandshakeContext>,
  body: string,
][] = [
  ['random: overrun at byte 6', 'client_hello', {}, '0303 5a'],
  ['legacy_session_id: overrun at byte 39', 'client_hello', {}, `0303 ${r} 20 00`],
  ['cipher_suite: overrun at byte 43', 'client_hello', {}, `0303 ${r} 00 0003 1301 01`],
  ['ClientHello: trailing at byte 47', 'client_hello', {}, `0303 ${r} 00 0002 1301 01 00 0000 ff`],
  [
    'extension_data: overrun at byte 51',
    'client_hello',
    {},
    `0303 ${r} 00 0002 1301 01 00 0004 0017 0001`,
  ],
  ['ServerHello: trailing at byte 44', 'server_hello', {}, `0303 ${r} 00 1301 00 0000 ff`],
  [
    'selected_version: overrun at byte 48',
    'server_hello',
    {},
    `0303 ${r} 00 1301 00 0005 002b 0001 03`,
  ],
  [
    'extension_data: trailing at byte 50',
    'server_hello',
    {},
    `0303 ${r} 00 1301 00 0007 002b 0003 030400`,
  ],
  ['certificate_list: overrun at byte 7', 'certificate', tls12, '000009 000002 3000'],
  ['cert_data: overrun at byte 10', 'certificate', tls12, '000005 000003 3000'],
  ['Certificate: trailing at byte 7', 'certificate', tls12, '000000 00'],
  ['KeyUpdate: trailing at byte 5', 'key_update', tls13, '01 00'],
  ['server_hello_done: trailing at byte 4', 'server_hello_done', tls12, '00'],
  ['algorithm: overrun at byte 4', 'certificate_verify', tls12, '08'],
  [
    'point: overrun at byte 8',
    'server_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256') },
    '03 001d 20 aa',
  ],
  [
    'ServerKeyExchange: trailing at byte 13',
    'server_key_exchange',
    { ...tls12, cipherSuite: suite('TLS_DH_anon_WITH_AES_128_CBC_SHA') },
    '0001 17 0001 02 0001 05 ff',
  ],
]
for (const [why, type, known, body] of faults) {
  test(`says what is wrong: ${type}, ${why}`, () =>
    assert.equal(parseHandshake(message(type, body), known).damage?.message, why))
}

test('what stands before the damage of a list is kept', () => {
  const { body, damage } = parseHandshake(
    message('certificate', '000008 000001 aa 000009 bb'),
    tls12,
  )
  assert.equal(damage?.message, 'cert_data: overrun at byte 14')
  assert.equal(body?.kind === 'certificate' && body.entries.items.length, 1)
})

test('bytes after the announced length are the fault of whoever joined them', () => {
  assert.equal(
    parseHandshake(unhex('0e 000000 00')).damage?.message,
    'Handshake: trailing at byte 4',
  )
})

const sentinels: [random: string, found: string | undefined][] = [
  ['444f574e47524401', 'tls12'],
  ['444f574e47524400', 'tls11'],
  ['444f574e47524402', undefined],
]
for (const [tail, found] of sentinels) {
  test(`downgrade sentinel ${tail}: ${found ?? 'none'}`, () => {
    const random = unhex('00'.repeat(24) + tail)
    assert.equal(findDowngradeSentinel({ random } as ServerHello), found)
  })
}

test('the suites of the examples are those of the registry', () => {
  assert.equal(findCipherSuite(0xc02f)?.kx, 'ECDHE')
})
