// DSA signatures, and the pair of numbers that DSA and ECDSA signatures are sent as. FIPS 186-4 §4.7, RFC 3279 §2.2.2.

import { Cursor, WireError } from '../wire/cursor.ts'
import { hashOf } from './digest.ts'
import type { Hash, VerifyKey } from './key.ts'
import { integerOf, power } from './integer.ts'

/** The two numbers of Dss-Sig-Value; null where the bytes are no such pair. */
export function parseDssSignature(signature: Uint8Array): { r: bigint; s: bigint } | null {
  try {
    const outer = new Cursor(signature)
    const pair = new Cursor(contents(outer, 0x30))
    outer.finish('Dss-Sig-Value')
    const r = integerOf(contents(pair, 0x02))
    const s = integerOf(contents(pair, 0x02))
    pair.finish('Dss-Sig-Value')
    return { r, s }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}

export function verifyDsa(
  key: Extract<VerifyKey, { kind: 'dsa' }>,
  hash: Hash,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const pair = parseDssSignature(signature)
  const [p, q, g, y] = [key.p, key.q, key.g, key.y].map(integerOf) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  if (pair === null || p < 2n || q < 2n) return false
  const { r, s } = pair
  if (r <= 0n || r >= q || s <= 0n || s >= q) return false
  const digest = hashOf(hash, data)
  const surplus = BigInt(Math.max(0, digest.length * 8 - q.toString(2).length))
  // By Fermat, s to the power q - 2 is the inverse of s modulo the prime q.
  const inverse = power(s, q - 2n, q)
  const u1 = ((integerOf(digest) >> surplus) * inverse) % q
  const u2 = (r * inverse) % q
  return ((power(g, u1, p) * power(y, u2, p)) % p) % q === r
}

function contents(c: Cursor, tag: number): Uint8Array {
  const at = c.pos
  if (c.u8('Dss-Sig-Value') !== tag) throw new WireError('invalid', 'Dss-Sig-Value', at)
  const length = c.u8('Dss-Sig-Value')
  if (length < 0x80) return c.take(length, 'Dss-Sig-Value')
  // P-521 and long DSA keys make pairs of more than 127 bytes: one byte of length says it.
  if (length !== 0x81) throw new WireError('invalid', 'Dss-Sig-Value', at)
  return c.vec8('Dss-Sig-Value')
}
