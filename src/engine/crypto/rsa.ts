// RSA as static key exchange uses it: raising to the private exponent, and the padding of PKCS#1 v1.5.

import { byteLength, bytesOf, integerOf, power } from './integer.ts'

/** A private key; with `primes`, the Chinese remainder theorem makes it four times as fast. */
export interface RsaPrivateKey {
  readonly modulus: bigint
  readonly publicExponent: bigint
  readonly privateExponent: bigint
  readonly primes: readonly [bigint, bigint] | null
}

/** What was encrypted to the key with PKCS#1 v1.5 (RFC 8017 §7.2); null when it was not, or to another key. */
export function decryptPkcs1(key: RsaPrivateKey, sealed: Uint8Array): Uint8Array | null {
  const length = byteLength(key.modulus)
  const value = integerOf(sealed)
  if (value >= key.modulus) return null
  const padded = bytesOf(raise(key, value), length)
  const end = padded.indexOf(0, 2)
  // At least eight bytes of padding, none of them zero.
  if (padded[0] !== 0 || padded[1] !== 2 || end < 10) return null
  return padded.subarray(end + 1)
}

function raise(key: RsaPrivateKey, value: bigint): bigint {
  if (key.primes === null) return power(value, key.privateExponent, key.modulus)
  const [p, q] = key.primes
  const atP = power(value, key.privateExponent % (p - 1n), p)
  const atQ = power(value, key.privateExponent % (q - 1n), q)
  // By Fermat, q to the power p - 2 is the inverse of q modulo p.
  const step = ((((atP - atQ) % p) + p) * power(q, p - 2n, p)) % p
  return atQ + step * q
}
