// HKDF-Expand-Label and the hashes a key schedule names. RFC 8446 §7.1, RFC 9147 §5.9.

import { expand, extract } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { ascii, concatBytes, u16 } from './octets.ts'

export type HashName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'
const hashes = { md5, sha1, sha256, sha384, sha512 } as const

export function digest(hash: HashName, bytes: Uint8Array): Uint8Array {
  return hashes[hash](bytes)
}

export function hashLength(hash: HashName): number {
  return hashes[hash].outputLen
}

export function mac(hash: HashName, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hmac(hashes[hash], key, bytes)
}

export function hkdfExtract(hash: HashName, salt: Uint8Array, secret: Uint8Array): Uint8Array {
  return extract(hashes[hash], secret, salt)
}

/** The label prefix: DTLS 1.3 has its own, without a space. */
export type LabelPrefix = 'tls13 ' | 'dtls13'

export function expandLabel(
  hash: HashName,
  secret: Uint8Array,
  label: string,
  length: number,
  context: Uint8Array = new Uint8Array(0),
  prefix: LabelPrefix = 'tls13 ',
): Uint8Array {
  const name = ascii(prefix + label)
  const info = concatBytes(
    u16(length),
    Uint8Array.of(name.length),
    name,
    Uint8Array.of(context.length),
    context,
  )
  return expand(hashes[hash], secret, info, length)
}
