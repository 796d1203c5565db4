// RSA signatures: PKCS#1 v1.5 and PSS. RFC 8017 §8.1.2, §8.2.2, §9.1.2, §9.2.

import { hashOf } from './digest.ts'
import type { Hash } from './key.ts'
import { concatBytes, equalBytes, hex } from './octets.ts'
import { bytesOf, integerOf, power } from './integer.ts'

export interface RsaPublicKey {
  readonly modulus: Uint8Array
  readonly exponent: Uint8Array
}

/** A key as numbers. */
interface Numbers {
  readonly modulus: bigint
  readonly exponent: bigint
  readonly bits: number
  /** Bytes of the modulus, and of every signature. */
  readonly length: number
}

/** One key verifies many signatures. Forgotten with the keys. */
const prepared = new WeakMap<RsaPublicKey, Numbers>()

function numbersOf(key: RsaPublicKey): Numbers {
  let numbers = prepared.get(key)
  if (numbers === undefined) {
    const modulus = integerOf(key.modulus)
    const bits = modulus.toString(2).length
    const exponent = integerOf(key.exponent)
    prepared.set(key, (numbers = { modulus, exponent, bits, length: Math.ceil(bits / 8) }))
  }
  return numbers
}

/** What the signature becomes under the key; null where it is no signature of that key. */
function open({ modulus, exponent, length }: Numbers, signature: Uint8Array): bigint | null {
  if (modulus === 0n || signature.length !== length) return null
  const value = integerOf(signature)
  return value >= modulus ? null : power(value, exponent, modulus)
}

export function verifyPkcs1(
  key: RsaPublicKey,
  hash: Hash,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const numbers = numbersOf(key)
  const opened = open(numbers, signature)
  if (opened === null) return false
  // Compared as BigInt writes numbers: without the zeros that they begin with.
  const padded = opened.toString(16)
  const digest = hex(hashOf(hash, data))
  return prefixesOf(hash).some((before) => {
    const fill = numbers.length - (before.length + digest.length) / 2 - 3
    // Eight bytes of padding at least, or the hash would not be bound to its place.
    return fill >= 8 && padded === `1${'ff'.repeat(fill)}00${before}${digest}`
  })
}

export function verifyPss(
  key: RsaPublicKey,
  { hash, maskHash, saltLength }: { hash: Hash; maskHash: Hash; saltLength: number },
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const numbers = numbersOf(key)
  const opened = open(numbers, signature)
  if (opened === null) return false
  const emBits = numbers.bits - 1
  const padded = bytesOf(opened, numbers.length)
  // Where the modulus has 8n + 1 bits the encoded message is a byte shorter than it.
  const encoded = padded.subarray(padded.length - Math.ceil(emBits / 8))
  const digest = hashOf(hash, data)
  const maskedLength = encoded.length - digest.length - 1
  if (maskedLength < saltLength + 1 || encoded.at(-1) !== 0xbc) return false
  const spare = 8 * encoded.length - emBits
  if (encoded[0]! >> (8 - spare) !== 0) return false
  const inner = encoded.subarray(maskedLength, -1)
  const block = encoded.subarray(0, maskedLength)
  unmask(block, inner, maskHash)
  block[0]! &= 0xff >> spare
  const saltFrom = maskedLength - saltLength
  for (let at = 0; at < saltFrom - 1; at++) if (block[at] !== 0) return false
  if (block[saltFrom - 1] !== 1) return false
  const again = hashOf(hash, concatBytes(new Uint8Array(8), digest, block.subarray(saltFrom)))
  return equalBytes(again, inner)
}

/** Takes the mask off `block`: MGF1, RFC 8017 §B.2.1. */
function unmask(block: Uint8Array, seed: Uint8Array, hash: Hash): void {
  const numbered = new Uint8Array(seed.length + 4)
  numbered.set(seed)
  let at = 0
  for (let counter = 0; at < block.length; counter++) {
    numbered[seed.length + 2] = counter >> 8
    numbered[seed.length + 3] = counter
    const part = hashOf(hash, numbered)
    for (let i = 0; i < part.length && at < block.length; i++) block[at++]! ^= part[i]!
  }
}

/** Contents of the hashes' object identifiers, and how long the hashes are. */
const identifiers: Readonly<
  Record<Exclude<Hash, 'md5-sha1'>, readonly [oid: string, length: number]>
> = {
  md5: ['2a864886f70d0205', 16],
  sha1: ['2b0e03021a', 20],
  sha224: ['608648016503040204', 28],
  sha256: ['608648016503040201', 32],
  sha384: ['608648016503040202', 48],
  sha512: ['608648016503040203', 64],
  'sha512-224': ['608648016503040205', 28],
  'sha512-256': ['608648016503040206', 32],
  'sha3-224': ['608648016503040207', 28],
  'sha3-256': ['608648016503040208', 32],
  'sha3-384': ['608648016503040209', 48],
  'sha3-512': ['60864801650304020a', 64],
}

/** What stands before the hash in a DigestInfo, with its NULL and without: RFC 8017 §9.2 asks verifiers to take both. */
function prefixesOf(hash: Hash): string[] {
  if (hash === 'md5-sha1') return ['']
  const [oid, length] = identifiers[hash]
  return ['0500', ''].map((parameters) => {
    const algorithm = tlv('30', tlv('06', oid) + parameters)
    return `30${byte(algorithm.length / 2 + 2 + length)}${algorithm}04${byte(length)}`
  })
}

/** In hexadecimal digits. */
function tlv(tag: string, contents: string): string {
  return tag + byte(contents.length / 2) + contents
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0')
}
