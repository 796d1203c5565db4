// Tunnels over UDP. The port makes one possible, the header plausible, and a packet found inside proves it.

import { u16, u32 } from './bytes.ts'
import type { Decoder } from './decode.ts'
import { etherType, ethernet, mpls } from './ethernet.ts'
import { ip, ip6 } from './ip.ts'
import { ipProtocols } from './transport.ts'
import { ppp } from './ppp.ts'
import { swappedWifi, wifi } from './wifi.ts'

/** True when the datagram whose payload starts at `at` held another packet; else the view is as it was. */
export function udpTunnel(d: Decoder, source: number, destination: number, at: number): boolean {
  const tunnel = tunnels.get(destination) ?? tunnels.get(source)
  if (tunnel === undefined || d.end - at < 8 || !d.deeper()) return false
  const packet = d.packet
  const { bytes, end, whole } = d
  const { ipVersion, sourceAt, destinationAt, ttl, ipId, dontFragment, parts } = packet
  const { etherType: type, sourceMacAt, destinationMacAt } = packet
  if (tunnel(d, at)) return true
  d.bytes = bytes
  d.end = end
  d.whole = whole
  packet.ipVersion = ipVersion
  packet.sourceAt = sourceAt
  packet.destinationAt = destinationAt
  packet.ttl = ttl
  packet.ipId = ipId
  packet.dontFragment = dontFragment
  packet.parts = parts
  packet.etherType = type
  packet.sourceMacAt = sourceMacAt
  packet.destinationMacAt = destinationMacAt
  packet.protocol = ipProtocols.udp
  return false
}

type Tunnel = (d: Decoder, at: number) => boolean

/** https://www.iana.org/assignments/service-names-port-numbers, save 8472: what Linux used before 4789. */
const tunnels: ReadonlyMap<number, Tunnel> = new Map([
  [4789, vxlan],
  [8472, vxlan],
  [4790, vxlanGpe],
  [6081, geneve],
  [2152, gtpUser],
  [3544, teredo],
  [1701, l2tp],
  [5247, capwapData],
  [6635, mpls],
])

/** Ports whose datagrams may hold packets of other flows. */
export const tunnelPorts: readonly number[] = [...tunnels.keys()]

/** RFC 7348 §5: flags with bit 3 set, VNI, and a reserved byte at the end. */
function vxlan(d: Decoder, at: number): boolean {
  if ((d.bytes[at]! & 0x08) === 0 || d.bytes[at + 7] !== 0) return false
  return ethernet(d, at + 8)
}

/** The generic extension (draft-ietf-nvo3-vxlan-gpe) names the next protocol in the last byte of the first word. */
function vxlanGpe(d: Decoder, at: number): boolean {
  if ((d.bytes[at]! & 0x08) === 0) return false
  const next = d.bytes[at + 3]!
  return next === 1 || next === 2 ? ip(d, at + 8) : ethernet(d, at + 8)
}

/** RFC 8926 §3.4: version 0, options counted in words, an EtherType, VNI. */
function geneve(d: Decoder, at: number): boolean {
  const first = d.bytes[at]!
  if (first >> 6 !== 0) return false
  return etherType(d, u16(d.bytes, at + 2), at + 8 + ((first & 0x3f) << 2))
}

const gPdu = 255

/** 3GPP TS 29.281 §5.1: version 1, optional fields, a chain of extension headers, then the user's IP packet. */
function gtpUser(d: Decoder, at: number): boolean {
  const flags = d.bytes[at]!
  if ((flags & 0xf0) !== 0x30 || d.bytes[at + 1] !== gPdu) return false
  if ((flags & 0x07) === 0) return ip(d, at + 8)
  if (d.end - at < 12) return false
  let next = (flags & 0x04) === 0 ? 0 : d.bytes[at + 11]!
  at += 12
  for (let header = 0; next !== 0; header++) {
    const length = d.end - at < 4 ? 0 : d.bytes[at]! << 2
    if (length === 0 || header === 8 || length > d.end - at) return false
    next = d.bytes[at + length - 1]!
    at += length
  }
  return ip(d, at)
}

/** RFC 4380 §5.1.1: perhaps authentication, perhaps an origin indication, then IPv6. */
function teredo(d: Decoder, at: number): boolean {
  if (u16(d.bytes, at) === 0x0001) at += 4 + d.bytes[at + 2]! + d.bytes[at + 3]! + 9
  if (d.end - at >= 8 && u16(d.bytes, at) === 0x0000) at += 8
  return ip6(d, at)
}

/** RFC 2661 §3.1: a data message of version 2 has T clear; length, sequence and offset are optional. */
function l2tp(d: Decoder, at: number): boolean {
  const flags = u16(d.bytes, at)
  if ((flags & 0x8000) !== 0 || (flags & 0x000f) !== 2) return false
  at += (flags & 0x4000) === 0 ? 6 : 8
  if ((flags & 0x0800) !== 0) at += 4
  if ((flags & 0x0200) !== 0) {
    if (d.end - at < 2) return false
    at += 2 + u16(d.bytes, at)
  }
  return ppp(d, at)
}

/** RFC 5415 §4.3: a header of HLEN words, then an 802.11 frame (T set) or an 802.3 one. Fragments are left. */
function capwapData(d: Decoder, at: number): boolean {
  const word = u32(d.bytes, at)
  const native = (word & 0x100) !== 0
  const fragment = (word & 0x80) !== 0
  if (word >>> 24 !== 0 || fragment) return false
  const inner = at + (((word >>> 19) & 0x1f) << 2)
  if (!native) return ethernet(d, inner)
  return wifi(d, inner) || swappedWifi(d, inner)
}
