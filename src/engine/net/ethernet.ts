// Ethernet and what an EtherType leads to: VLAN tags, LLC/SNAP, MPLS, IP. IEEE 802.3, 802.1Q, RFC 3032.

import { u16, u32 } from './bytes.ts'
import type { Decoder } from './decode.ts'
import { erspan2, erspan3 } from './gre.ts'
import { ip, ip4, ip6 } from './ip.ts'
import { ppp, pppoeSession } from './ppp.ts'

export const etherTypes = { eapol: 0x888e } as const

export function ethernet(d: Decoder, at: number): boolean {
  if (d.end - at < 14) return false
  d.packet.destinationMacAt = at
  d.packet.sourceMacAt = at + 6
  const type = u16(d.bytes, at + 12)
  if (type === 0x0800) return ip4(d, at + 14)
  return typeOrLength(d, type, at + 14)
}

/** An EtherType is 0x0600 or more; what is less is the length of an 802.3 frame with LLC. */
function typeOrLength(d: Decoder, type: number, at: number): boolean {
  if (type >= 0x0600) return etherType(d, type, at)
  d.narrow(at, type)
  return llc(d, at)
}

/** The payload at `at` of whatever layer named it by EtherType. */
export function etherType(d: Decoder, type: number, at: number): boolean {
  d.packet.etherType = type
  switch (type) {
    case 0x0800:
      return ip4(d, at)
    case 0x86dd:
      return ip6(d, at)
    case 0x8100: // 802.1Q
    case 0x88a8: // 802.1ad
    case 0x9100: // QinQ before 802.1ad
    case 0x9200:
      if (d.end - at < 4 || !d.deeper()) return false
      return typeOrLength(d, u16(d.bytes, at + 2), at + 4)
    case 0x8847:
    case 0x8848:
      return mpls(d, at)
    case 0x8864:
      return pppoeSession(d, at)
    case 0x880b:
      return ppp(d, at)
    case 0x888e:
    case 0x88c7: // pre-authentication: EAPOL between access points
      return eapol(d, at)
    case 0x6558: // Transparent Ethernet Bridging
      return d.deeper() && ethernet(d, at)
    case 0x88be:
      return erspan2(d, at)
    case 0x22eb:
      return erspan3(d, at)
    case 0x8926: // VN-Tag: 4 bytes and the next EtherType
      if (d.end - at < 6 || !d.deeper()) return false
      return typeOrLength(d, u16(d.bytes, at + 4), at + 6)
    case 0x8909: // Cisco MetaData: version, length, options
      if (d.end - at < 8 || !d.deeper()) return false
      return typeOrLength(d, u16(d.bytes, at + 6), at + 8)
    case 0x88e7: // 802.1ah: 4 bytes of I-TAG, then a whole Ethernet frame
      return d.deeper() && ethernet(d, at + 4)
    default:
      return false
  }
}

/** LLC with SNAP (RFC 1042), or LLC for IP (IEEE 802.2, SAP 0x06). */
export function llc(d: Decoder, at: number): boolean {
  if (d.end - at < 3) return false
  const sap = u16(d.bytes, at)
  if (sap === 0x0606) return ip(d, at + 3)
  if (sap !== 0xaaaa || d.end - at < 8) return false
  return etherType(d, u16(d.bytes, at + 6), at + 8)
}

/** A label stack, and below it IP or Ethernet: MPLS does not say which, the first nibble does (RFC 4928 §3). */
export function mpls(d: Decoder, at: number): boolean {
  const labels = 16
  for (let label = 0; label < labels && d.end - at >= 5; label++) {
    const bottom = u32(d.bytes, at) & 0x100
    at += 4
    if (bottom === 0) continue
    if (!d.deeper()) return false
    const nibble = d.bytes[at]! >> 4
    if (nibble === 4 || nibble === 6) {
      if (ip(d, at)) return true
      return ethernet(d, at)
    }
    return ethernet(d, nibble === 0 ? at + 4 : at) // a pseudowire's control word starts with 0
  }
  return false
}

export function eapol(d: Decoder, at: number): boolean {
  if (d.end - at < 4) return false
  const length = 4 + u16(d.bytes, at + 2)
  const packet = d.packet
  packet.bytes = d.bytes
  packet.etherType = etherTypes.eapol
  packet.payloadFrom = at
  packet.payloadTo = Math.min(d.end, at + length)
  packet.payloadWhole = length
  packet.ipVersion = 0
  packet.protocol = 0
  return true
}
