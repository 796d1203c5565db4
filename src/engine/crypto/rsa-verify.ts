// RSA signatures: PKCS#1 v1.5 and PSS. RFC 8017 §8.1.2, §8.2.2, §9.1.2, §9.2.

import { hashOf } from './digest.ts'
import type { Hash } from './key.ts'
import { concatBytes, equalBytes, unhex } from './octets.ts'
import { bytesOf, integerOf, power } from './integer.ts'

export interface RsaPublicKey {
  readonly modulus: Uint8Array
  readonly exponent: Uint8Array
}

/** What the signature becomes under the key, as long as the modulus; null where it is no signature of that key. */
function open(
  key: RsaPublicKey,
  signature: Uint8Array,
): { padded: Uint8Array; bits: number } | null {
  const modulus = integerOf(key.modulus)
  const value = integerOf(signature)
  const bits = modulus.toString(2).length
  const length = Math.ceil(bits / 8)
  if (modulus === 0n || signature.length !== length || value >= modulus) return null
  return { padded: bytesOf(power(value, integerOf(key.exponent), modulus), length), bits }
}

export function verifyPkcs1(
  key: RsaPublicKey,
  hash: Hash,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const padded = open(key, signature)?.padded
  if (padded === undefined) return false
  const digest = hashOf(hash, data)
  return digestInfos(hash, digest).some((info) => {
    const fill = padded.length - info.length - 3
    // Eight bytes of padding at least, or the hash would not be bound to its place.
    if (fill < 8) return false
    const due = concatBytes(
      Uint8Array.of(0, 1),
      new Uint8Array(fill).fill(0xff),
      Uint8Array.of(0),
      info,
    )
    return equalBytes(due, padded)
  })
}

export function verifyPss(
  key: RsaPublicKey,
  { hash, maskHash, saltLength }: { hash: Hash; maskHash: Hash; saltLength: number },
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const opened = open(key, signature)
  if (opened === null) return false
  const emBits = opened.bits - 1
  // Where the modulus has 8n + 1 bits the encoded message is a byte shorter than it.
  const encoded = opened.padded.subarray(opened.padded.length - Math.ceil(emBits / 8))
  const digest = hashOf(hash, data)
  const maskedLength = encoded.length - digest.length - 1
  if (maskedLength < saltLength + 1 || encoded.at(-1) !== 0xbc) return false
  const inner = encoded.subarray(maskedLength, -1)
  const block = mask(inner, maskedLength, maskHash)
  for (let i = 0; i < maskedLength; i++) block[i]! ^= encoded[i]!
  const spare = 8 * encoded.length - emBits
  if (encoded[0]! >> (8 - spare) !== 0) return false
  block[0]! &= 0xff >> spare
  const saltFrom = maskedLength - saltLength
  if (block[saltFrom - 1] !== 1 || block.subarray(0, saltFrom - 1).some((b) => b !== 0))
    return false
  const again = hashOf(hash, concatBytes(new Uint8Array(8), digest, block.subarray(saltFrom)))
  return equalBytes(again, inner)
}

/** MGF1, RFC 8017 §B.2.1. */
function mask(seed: Uint8Array, length: number, hash: Hash): Uint8Array {
  const parts: Uint8Array[] = []
  for (let counter = 0, made = 0; made < length; counter++) {
    const part = hashOf(hash, concatBytes(seed, Uint8Array.of(0, 0, counter >> 8, counter)))
    parts.push(part)
    made += part.length
  }
  return concatBytes(...parts).slice(0, length)
}

/** Contents of the hashes' object identifiers. */
const identifiers: Readonly<Record<Exclude<Hash, 'md5-sha1'>, string>> = {
  md5: '2a864886f70d0205',
  sha1: '2b0e03021a',
  sha224: '608648016503040204',
  sha256: '608648016503040201',
  sha384: '608648016503040202',
  sha512: '608648016503040203',
  'sha512-224': '608648016503040205',
  'sha512-256': '608648016503040206',
  'sha3-224': '608648016503040207',
  'sha3-256': '608648016503040208',
  'sha3-384': '608648016503040209',
  'sha3-512': '60864801650304020a',
}

/** DigestInfo with its NULL, and without: RFC 8017 §9.2 asks verifiers to take both. */
function digestInfos(hash: Hash, digest: Uint8Array): Uint8Array[] {
  if (hash === 'md5-sha1') return [digest]
  const oid = tlv(0x06, unhex(identifiers[hash]))
  return [Uint8Array.of(5, 0), new Uint8Array()].map((parameters) =>
    tlv(0x30, concatBytes(tlv(0x30, concatBytes(oid, parameters)), tlv(0x04, digest))),
  )
}

function tlv(tag: number, contents: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(tag, contents.length), contents)
}
