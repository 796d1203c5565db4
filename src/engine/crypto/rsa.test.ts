import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byteLength, bytesOf, integerOf, power } from './integer.ts'
import { decryptPkcs1, type RsaPrivateKey } from './rsa.ts'

// Two Mersenne primes: no key for anybody, but arithmetic is the same.
const [p, q] = [2n ** 607n - 1n, 2n ** 521n - 1n]
const modulus = p * q
const publicExponent = 65537n
const key: RsaPrivateKey = {
  modulus,
  publicExponent,
  privateExponent: inverse(publicExponent, (p - 1n) * (q - 1n)),
  primes: [p, q],
}
const length = byteLength(modulus)

function inverse(value: bigint, of: bigint): bigint {
  let [a, b, x, y] = [of, value, 0n, 1n]
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y]
  return ((x % of) + of) % of
}

function seal(padded: Uint8Array): Uint8Array {
  return bytesOf(power(integerOf(padded), publicExponent, modulus), length)
}

function pad(text: Uint8Array, type = 2, filler = length - 3 - text.length): Uint8Array {
  const padded = new Uint8Array(length).fill(0x5a)
  padded.set([0, type])
  padded[2 + filler] = 0
  padded.set(text, length - text.length)
  return padded
}

const text = Uint8Array.from({ length: 48 }, (_, i) => i + 1)

test('decrypts with primes and without', () => {
  const sealed = seal(pad(text))
  assert.deepEqual(decryptPkcs1(key, sealed), text)
  assert.deepEqual(decryptPkcs1({ ...key, primes: null }, sealed), text)
})

const faults: [why: string, sealed: Uint8Array][] = [
  ['padding of a signature', seal(pad(text, 1))],
  ['padding that is too short', seal(pad(new Uint8Array(length - 10).fill(1), 2, 7))],
  ['no end of padding', seal(pad(text, 2).map((byte, i) => (i > 1 && byte === 0 ? 1 : byte)))],
  ['a number beyond the modulus', bytesOf(modulus + 1n, length)],
  ['nothing at all', new Uint8Array(0)],
]
for (const [why, sealed] of faults) {
  test(`refuses ${why}`, () => assert.equal(decryptPkcs1(key, sealed), null))
}
