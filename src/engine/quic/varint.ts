// Variable-length integers: the two top bits of the first byte say how many bytes follow. RFC 9000 §16.

import type { Cursor } from '../wire/cursor.ts'

/**
 * Reads one integer. Beyond 2^53 it is rounded: such a value is a length that no packet has, or a code whose
 * exact number nobody registered, and a rounded one stays just as impossible.
 */
export function readVarint(c: Cursor, field: string): number {
  const first = c.u8(field)
  let value = first & 0x3f
  for (let more = (1 << (first >> 6)) - 1; more > 0; more--) value = value * 256 + c.u8(field)
  return value
}

/** Bytes behind a variable-length length, as a view. */
export function readVarintVector(c: Cursor, field: string): Uint8Array {
  return c.take(readVarint(c, field), field)
}
