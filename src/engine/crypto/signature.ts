// Checks signatures with public keys, of certificates and of handshakes alike.

import { ed25519 } from '@noble/curves/ed25519.js'
import { ed448 } from '@noble/curves/ed448.js'
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hashOf } from './digest.ts'
import { parseDssSignature, verifyDsa } from './dsa.ts'
import type { Curve, SignatureAlgorithm, VerifyKey } from './key.ts'
import { bytesOf } from './integer.ts'
import { verifyPkcs1, verifyPss } from './rsa-verify.ts'

/** `unsupported`: not checked, because the algorithm is not known here or the numbers are beyond what is worth computing. */
export type SignatureVerdict = 'valid' | 'invalid' | 'unsupported'

export interface SignatureCheck {
  readonly algorithm: SignatureAlgorithm
  readonly key: VerifyKey
  /** What was signed, not hashed. */
  readonly data: Uint8Array
  readonly signature: Uint8Array
}

/** Never throws: a key or signature that is nonsense makes it `invalid`. */
export function verifySignature({
  algorithm,
  key,
  data,
  signature,
}: SignatureCheck): SignatureVerdict {
  switch (algorithm.family) {
    case 'rsa-pkcs1':
      if (key.kind !== 'rsa') return 'invalid'
      if (isTooLarge(key)) return 'unsupported'
      return verdict(verifyPkcs1(key, algorithm.hash, data, signature))
    case 'rsa-pss':
      if (key.kind !== 'rsa') return 'invalid'
      if (isTooLarge(key)) return 'unsupported'
      return verdict(verifyPss(key, algorithm, data, signature))
    case 'dsa':
      if (key.kind !== 'dsa') return 'invalid'
      if (key.p.length > mostBytes.dsa || key.q.length > mostBytes.dsaOrder) return 'unsupported'
      return verdict(verifyDsa(key, algorithm.hash, data, signature))
    case 'ecdsa': {
      if (key.kind !== 'ec') return 'invalid'
      const curve = findCurve(key.curve)
      if (curve === undefined) return 'unsupported'
      return verdict(verifyEcdsa(curve, key.point, hashOf(algorithm.hash, data), signature))
    }
    case 'ed25519':
    case 'ed448': {
      if (key.kind !== algorithm.family) return 'invalid'
      const scheme = key.kind === 'ed25519' ? ed25519 : ed448
      return verdict(attempt(() => scheme.verify(signature, data, key.point)))
    }
  }
}

/**
 * Raising to a public exponent costs with the square of the modulus and the length of the exponent. These are OpenSSL's bounds
 * (16,384 bits; exponents of 64 bits beyond 3,072), sign octet included; DSA is bounded at what anybody ever issued.
 */
const mostBytes = { rsa: 2049, rsaAnyExponent: 385, exponent: 9, dsa: 513, dsaOrder: 65 } as const

function isTooLarge({ modulus, exponent }: { modulus: Uint8Array; exponent: Uint8Array }): boolean {
  if (modulus.length > mostBytes.rsa) return true
  return modulus.length > mostBytes.rsaAnyExponent && exponent.length > mostBytes.exponent
}

type Ecdsa = typeof p256

function findCurve(name: Curve): Ecdsa | undefined {
  switch (name) {
    case 'secp256r1':
      return p256
    case 'secp384r1':
      return p384
    case 'secp521r1':
      return p521
    case 'secp256k1':
      return secp256k1
    case 'brainpoolP256r1':
      return brainpoolP256r1
    case 'brainpoolP384r1':
      return brainpoolP384r1
    case 'brainpoolP512r1':
      return brainpoolP512r1
    default:
      return undefined
  }
}

function verifyEcdsa(
  curve: Ecdsa,
  point: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const pair = parseDssSignature(signature)
  const { ORDER } = curve.Point.Fn
  if (pair === null || pair.r >= ORDER || pair.s >= ORDER) return false
  const width = curve.Point.Fn.BYTES
  const compact = new Uint8Array(2 * width)
  compact.set(bytesOf(pair.r, width))
  compact.set(bytesOf(pair.s, width), width)
  // Half of all honest signatures have a high s: only the coin protocols forbid it.
  return attempt(() => curve.verify(compact, digest, point, { prehash: false, lowS: false }))
}

/** The curves' library throws on points that are on no curve and signatures of wrong length: both are invalid. */
function attempt(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

function verdict(valid: boolean): SignatureVerdict {
  return valid ? 'valid' : 'invalid'
}
