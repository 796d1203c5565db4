// GRE (RFC 2784, 2890, and 2637 for PPTP), ERSPAN (draft-foschiano-erspan) and EtherIP (RFC 3378).

import { u16 } from './bytes.ts'
import type { Decoder } from './decode.ts'
import { ethernet, etherType } from './ethernet.ts'

const checksum = 0x8000
const routing = 0x4000
const key = 0x2000
const sequence = 0x1000
const acknowledgment = 0x0080
const erspan = 0x88be

export function gre(d: Decoder, at: number): boolean {
  if (d.end - at < 4 || !d.deeper()) return false
  const flags = u16(d.bytes, at)
  const protocol = u16(d.bytes, at + 2)
  const version = flags & 7
  if (version > 1 || (flags & routing) !== 0) return false
  at += 4
  if ((flags & checksum) !== 0) at += 4
  if ((flags & key) !== 0) at += 4
  if ((flags & sequence) !== 0) at += 4
  if (version === 1 && (flags & acknowledgment) !== 0) at += 4
  // ERSPAN type I has neither a sequence number nor a header of its own.
  if (protocol === erspan && (flags & sequence) === 0) return ethernet(d, at)
  return etherType(d, protocol, at)
}

export function erspan2(d: Decoder, at: number): boolean {
  return d.deeper() && ethernet(d, at + 8)
}

/** 12 bytes, and 8 more of the platform where the last bit says so. */
export function erspan3(d: Decoder, at: number): boolean {
  if (d.end - at < 12 || !d.deeper()) return false
  return ethernet(d, at + ((d.bytes[at + 11]! & 1) === 0 ? 12 : 20))
}

/** Version 3 in the first nibble, the rest reserved. */
export function etherIp(d: Decoder, at: number): boolean {
  if (d.end - at < 2 || d.bytes[at]! >> 4 !== 3 || !d.deeper()) return false
  return ethernet(d, at + 2)
}
