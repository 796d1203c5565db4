import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadKeys } from './keys.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')
const pem = join(fixtures, 'records/server-key.pem')
const folder = mkdtempSync(join(tmpdir(), 'shakedown-keys-'))
after(() => rmSync(folder, { recursive: true }))

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function load(key: string, password?: string): ReturnType<typeof loadKeys> {
  return loadKeys({ keylog: [], key: [key], psk: undefined, password })
}

const key: KeyObject = createPrivateKey(readFileSync(pem))
const modulus = BigInt(
  `0x${Buffer.from(key.export({ format: 'jwk' }).n!, 'base64url').toString('hex')}`,
)
const sealing = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const

const forms: [name: string, path: string, password?: string][] = [
  ['PKCS#1 in PEM', pem],
  ['PKCS#1 in DER', written('1.der', key.export({ type: 'pkcs1', format: 'der' }))],
  ['PKCS#8 in PEM', written('8.pem', key.export({ type: 'pkcs8', format: 'pem' }))],
  ['PKCS#8 in DER', written('8.der', key.export({ type: 'pkcs8', format: 'der' }))],
  [
    'encrypted PKCS#8 in PEM',
    written('8s.pem', key.export({ type: 'pkcs8', format: 'pem', ...sealing })),
    'secret',
  ],
  [
    'encrypted PKCS#8 in DER',
    written('8s.der', key.export({ type: 'pkcs8', format: 'der', ...sealing })),
    'secret',
  ],
  [
    'encrypted PKCS#1 in PEM',
    written('1s.pem', key.export({ type: 'pkcs1', format: 'pem', ...sealing })),
    'secret',
  ],
  ['PKCS#12 of today', join(fixtures, 'keys/modern.p12'), 'secret'],
  ['PKCS#12 of old', join(fixtures, 'keys/legacy.p12'), 'secret'],
  ['PKCS#12 without a password', join(fixtures, 'keys/plain.p12')],
]
for (const [name, path, password] of forms) {
  test(`private key: ${name}`, async () => {
    const [loaded] = (await load(path, password)).rsaKeys
    assert.equal(loaded?.modulus, modulus)
    assert.equal(loaded.primes![0] * loaded.primes![1], modulus)
  })
}

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const line = `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`
const refusals: [why: RegExp, path: string, password?: string][] = [
  [/no such file/, join(folder, 'missing.pem')],
  [/holds no private key$/, written('c.pem', '-----BEGIN CERTIFICATE-----\n')],
  [/is encrypted: give its password with --password/, join(folder, '8s.pem')],
  [/does not open with this password/, join(folder, '8s.pem'), 'wrong'],
  [/no private key in PEM, DER or PKCS#12/, written('noise', 'noise')],
  [/is a key log: give it with --keylog/, written('log', line)],
  [/type ec: only RSA keys/, written('e.pem', elliptic.export({ type: 'pkcs8', format: 'pem' }))],
  [/key is encrypted: give its password/, join(fixtures, 'keys/modern.p12')],
  [/the password is wrong/, join(fixtures, 'keys/modern.p12'), 'wrong'],
  [/the password is wrong/, join(fixtures, 'keys/legacy.p12'), 'wrong'],
]
for (const [why, path, password] of refusals) {
  test(`private key: refused where it ${why.source}`, async () => {
    await assert.rejects(load(path, password), { name: 'UsageError', message: why })
  })
}

test('PKCS#12: cut at any byte, it is refused with a sentence', async () => {
  const whole = readFileSync(join(fixtures, 'keys/plain.p12'))
  for (let length = 0; length < whole.length; length += 13)
    await assert.rejects(load(written('cut.p12', whole.subarray(0, length))), {
      name: 'UsageError',
    })
})

test('key log and pre-shared key', async () => {
  const ring = await loadKeys({
    keylog: [written('good.log', line)],
    key: [],
    psk: '0x01:02:0a',
    password: undefined,
  })
  assert.equal(ring.isEmpty, false)
  assert.deepEqual(ring.psk, Uint8Array.of(1, 2, 10))
  assert.equal(ring.findSecret('CLIENT_RANDOM', new Uint8Array(32).fill(0xab))?.length, 48)
})

test('key log: a file without a secret is refused, with its first fault', async () => {
  const keylog = [written('bad.log', 'CLIENT_RANDOM 12 34\n')]
  const loading = loadKeys({ keylog, key: [], psk: undefined, password: undefined })
  await assert.rejects(loading, { name: 'UsageError', message: /is no key log: line 1/ })
})

test('pre-shared key: must be hexadecimal', async () => {
  const loading = loadKeys({ keylog: [], key: [], psk: 'xyz', password: undefined })
  await assert.rejects(loading, { name: 'UsageError', message: /--psk/ })
})
