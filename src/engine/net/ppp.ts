// PPP (RFC 1661), with or without HDLC-like framing (RFC 1662), PPPoE (RFC 2516) and Cisco HDLC.

import { u16 } from './bytes.ts'
import type { Decoder } from './decode.ts'
import { etherType, mpls } from './ethernet.ts'
import { ip4, ip6 } from './ip.ts'

export function ppp(d: Decoder, at: number): boolean {
  if (d.end - at < 2 || !d.deeper()) return false
  if (d.bytes[at] === 0xff && d.bytes[at + 1] === 0x03) at += 2 // address and control of HDLC-like framing
  if (d.end - at < 2) return false
  // Protocol numbers end in an odd byte, so an odd first byte is a compressed number (RFC 1661 §6.5).
  const first = d.bytes[at]!
  const compressed = (first & 1) === 1
  const protocol = compressed ? first : u16(d.bytes, at)
  at += compressed ? 1 : 2
  switch (protocol) {
    case 0x0021:
      return ip4(d, at)
    case 0x0057:
      return ip6(d, at)
    case 0x0281:
    case 0x0283:
      return mpls(d, at)
    default:
      return false
  }
}

/** Version and type 1, code 0 (session), session id, length of the PPP frame. */
export function pppoeSession(d: Decoder, at: number): boolean {
  if (d.end - at < 8 || d.bytes[at] !== 0x11 || d.bytes[at + 1] !== 0) return false
  return ppp(d, at + 6)
}

/** Address, control, EtherType. */
export function cHdlc(d: Decoder, at: number): boolean {
  return d.end - at >= 4 && etherType(d, u16(d.bytes, at + 2), at + 4)
}
