// Small operations on byte strings that key schedules are made of.

export { toHex as hex, fromHex as unhex } from '../wire/hex.ts'
export { concatBytes, equalBytes } from '@noble/ciphers/utils.js'

const encoder = new TextEncoder()

/** The bytes of a label; labels are ASCII. */
export function ascii(text: string): Uint8Array {
  return encoder.encode(text)
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of((value >>> 8) & 0xff, value & 0xff)
}

/** Eight bytes, big-endian. Exact up to 2^53, which no counter of a capture reaches. */
export function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  for (let at = 7, rest = value; at >= 0; at--, rest = Math.floor(rest / 256))
    bytes[at] = rest % 256
  return bytes
}

/** The nonce of RFC 8446 §5.3 and RFC 9001 §5.3: the counter, to the right, over the static IV. */
export function xorNonce(iv: Uint8Array, counter: number): Uint8Array {
  const nonce = Uint8Array.from(iv)
  const right = u64(counter)
  const from = nonce.length - right.length
  for (let i = 0; i < right.length; i++) nonce[from + i]! ^= right[i]!
  return nonce
}
