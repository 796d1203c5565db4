// Signatures of handshakes, made by Node and checked by the engine.

import assert from 'node:assert/strict'
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateEncrypt,
  sign,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { VerifyKey } from '../src/engine/crypto/key.ts'
import { SignatureMemory } from '../src/engine/crypto/known-signatures.ts'
import {
  certificateVerifyContent13,
  schemeAlgorithm,
  serverKeyExchangeContent,
  verifyHandshakeSignature,
} from '../src/engine/crypto/tls-signature.ts'
import { verifySignature } from '../src/engine/crypto/signature.ts'
import { Cursor } from '../src/engine/wire/cursor.ts'
import { Der } from '../src/engine/x509/der.ts'
import { readPublicKey } from '../src/engine/x509/public-key.ts'

const privateKey = createPrivateKey(
  readFileSync(join(import.meta.dirname, '../fixtures/records/server-key.pem')),
)
const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
const key: VerifyKey = readPublicKey(new Der(new Cursor(new Uint8Array(spki)))).verify!

const random = (fill: number) => new Uint8Array(32).fill(fill)
const content = serverKeyExchangeContent(random(1), random(2), Uint8Array.of(3, 0, 29, 1, 9))
const hashed = (hash: string) => createHash(hash).update(content).digest()

const pkcs1 = (hash: string) => sign(hash, content, privateKey)
const pss = (hash: string, saltLength: number) =>
  sign(hash, content, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })

const signatures: [
  what: string,
  version: number,
  scheme: number | null,
  signature: () => Uint8Array,
][] = [
  [
    'TLS 1.0, MD5 and SHA-1',
    0x0301,
    null,
    () => privateEncrypt(privateKey, Buffer.concat([hashed('md5'), hashed('sha1')])),
  ],
  ['rsa_pkcs1_sha1', 0x0303, 0x0201, () => pkcs1('sha1')],
  ['rsa_pkcs1_sha256', 0x0303, 0x0401, () => pkcs1('sha256')],
  ['rsa_pkcs1_sha384', 0x0303, 0x0501, () => pkcs1('sha384')],
  ['rsa_pkcs1_sha512', 0x0303, 0x0601, () => pkcs1('sha512')],
  ['rsa_pss_rsae_sha256', 0x0303, 0x0804, () => pss('sha256', 32)],
  ['rsa_pss_rsae_sha384', 0x0304, 0x0805, () => pss('sha384', 48)],
]
for (const [what, version, scheme, make] of signatures) {
  test(`handshake signature: ${what}`, () => {
    const signature = new Uint8Array(make())
    const signed = { version, scheme, key, content, signature }
    assert.equal(verifyHandshakeSignature(signed), 'valid')
    const other = serverKeyExchangeContent(random(1), random(3), Uint8Array.of(3, 0, 29, 1, 9))
    assert.equal(verifyHandshakeSignature({ ...signed, content: other }), 'invalid')
    for (const at of [0, 100, signature.length - 1]) {
      const broken = signature.slice()
      broken[at]! ^= 1
      assert.equal(verifyHandshakeSignature({ ...signed, signature: broken }), 'invalid')
    }
    assert.equal(
      verifyHandshakeSignature({ ...signed, signature: signature.subarray(1) }),
      'invalid',
    )
  })
}

test('signature memory: answers as the check does, and tells apart what differs in anything', () => {
  const memory = new SignatureMemory()
  const signature = new Uint8Array(pkcs1('sha256'))
  const signed = { version: 0x0303, scheme: 0x0401, key, content, signature }
  const broken = signature.slice()
  broken[9]! ^= 1
  const variants = [
    signed,
    { ...signed, signature: broken },
    { ...signed, content: content.subarray(1) },
    { ...signed, scheme: 0x0501 },
    { ...signed, scheme: null },
    { ...signed, version: 0x0304, scheme: 0x0403 },
    { ...signed, key: { ...key, exponent: Uint8Array.of(3) } as VerifyKey },
  ]
  // Twice: what was learnt the first time may not answer for another the second time.
  for (const each of [...variants, ...variants])
    assert.equal(memory.verify(each), verifyHandshakeSignature(each))
  assert.equal(memory.verify(signed), 'valid')
  assert.equal(memory.size, 2)
})

test('signature memory: bounded in number and in what it holds', () => {
  const memory = new SignatureMemory()
  for (let i = 0; i < 100; i++) {
    const signature = Uint8Array.of(i)
    memory.verify({ version: 0x0303, scheme: 0x0401, key, content: random(i), signature })
  }
  assert.equal(memory.size, 64)
  const long = new SignatureMemory()
  const signature = Uint8Array.of(1)
  long.verify({ version: 0x0303, scheme: 0x0401, key, content: new Uint8Array(20_000), signature })
  assert.equal(long.size, 0)
})

test('handshake signature: a salt of another length is no signature of TLS', () => {
  const signed = { version: 0x0303, scheme: 0x0804, key, content }
  assert.equal(verifyHandshakeSignature({ ...signed, signature: pss('sha256', 20) }), 'invalid')
})

test('handshake signature: a scheme that does not fit the key, or that nobody knows', () => {
  const signature = new Uint8Array(pkcs1('sha256'))
  const signed = { version: 0x0304, key, content, signature }
  assert.equal(verifyHandshakeSignature({ ...signed, scheme: 0x0403 }), 'invalid')
  assert.equal(verifyHandshakeSignature({ ...signed, scheme: 0x0807 }), 'invalid')
  assert.equal(verifyHandshakeSignature({ ...signed, scheme: 0x0905 }), 'unsupported')
})

test('handshake signature: what TLS 1.3 signs, by RFC 8446 section 4.4.3', () => {
  const signed = Buffer.from(certificateVerifyContent13('server', Uint8Array.of(1, 1)))
  assert.equal(
    signed.toString('latin1'),
    `${' '.repeat(64)}TLS 1.3, server CertificateVerify\0\u0001\u0001`,
  )
})

test('handshake signature: TLS 1.3 binds a scheme to its curve, TLS 1.2 does not', () => {
  const ec: VerifyKey = { kind: 'ec', curve: 'secp384r1', point: new Uint8Array(97) }
  assert.deepEqual(schemeAlgorithm(0x0403), { family: 'ecdsa', hash: 'sha256' })
  const signed = { scheme: 0x0403, key: ec, content, signature: new Uint8Array(70) }
  assert.equal(verifyHandshakeSignature({ ...signed, version: 0x0304 }), 'invalid')
  assert.equal(verifyHandshakeSignature({ ...signed, version: 0x0303 }), 'invalid')
})

test('signature: keys beyond every bound are not computed with', () => {
  const huge: VerifyKey = {
    kind: 'rsa',
    modulus: new Uint8Array(4096).fill(0xff),
    exponent: Uint8Array.of(3),
  }
  const slow: VerifyKey = {
    kind: 'rsa',
    modulus: new Uint8Array(512).fill(0xff),
    exponent: new Uint8Array(512).fill(0xff),
  }
  for (const each of [huge, slow]) {
    const check = {
      algorithm: { family: 'rsa-pkcs1', hash: 'sha256' },
      key: each,
      data: content,
      signature: new Uint8Array(512),
    } as const
    assert.equal(verifySignature(check), 'unsupported')
  }
})

test('signature: keys that are nonsense make it invalid', () => {
  const nonsense: VerifyKey[] = [
    { kind: 'rsa', modulus: new Uint8Array(), exponent: new Uint8Array() },
    { kind: 'rsa', modulus: Uint8Array.of(1), exponent: Uint8Array.of(0) },
    { kind: 'ec', curve: 'secp256r1', point: new Uint8Array(65) },
    { kind: 'ed25519', point: new Uint8Array(3) },
    {
      kind: 'dsa',
      p: Uint8Array.of(0),
      q: Uint8Array.of(0),
      g: Uint8Array.of(0),
      y: Uint8Array.of(0),
    },
  ]
  const families = {
    rsa: 'rsa-pkcs1',
    ec: 'ecdsa',
    ed25519: 'ed25519',
    ed448: 'ed448',
    dsa: 'dsa',
  } as const
  for (const each of nonsense) {
    const family = families[each.kind]
    const algorithm =
      family === 'ed25519' || family === 'ed448'
        ? { family }
        : ({ family, hash: 'sha256' } as const)
    assert.equal(
      verifySignature({
        algorithm,
        key: each,
        data: content,
        signature: Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1),
      }),
      'invalid',
    )
  }
})
