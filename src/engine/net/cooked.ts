// Link headers that an operating system makes up: loopback, Linux cooked capture, PKTAP, NFLOG, PPI.

import { u16, u16le, u32, u32le } from './bytes.ts'
import { link, type Decoder } from './decode.ts'
import { etherType, llc } from './ethernet.ts'
import { ip } from './ip.ts'

/**
 * NULL and LOOP: four bytes of address family, in the order of the host that captured or in network order. The
 * family of IPv6 is 10, 24, 28 or 30 by system, so the nibble that follows says it better.
 */
export function loopback(d: Decoder, at: number): boolean {
  if (d.end - at < 5) return false
  const big = u32(d.bytes, at)
  const little = u32le(d.bytes, at)
  return Math.min(big, little) < 256 && ip(d, at + 4)
}

/** LINUX_SLL: packet type, ARPHRD type, address length, address (8 bytes), protocol. */
export function cooked(d: Decoder, at: number): boolean {
  if (d.end - at < 16) return false
  if (u16(d.bytes, at + 4) === 6) d.packet.sourceMacAt = at + 6
  return cookedProtocol(d, u16(d.bytes, at + 2), u16(d.bytes, at + 14), at + 16)
}

/** LINUX_SLL2: protocol first, then interface index, ARPHRD type, packet type, address. */
export function cooked2(d: Decoder, at: number): boolean {
  if (d.end - at < 20) return false
  if (d.bytes[at + 11] === 6) d.packet.sourceMacAt = at + 12
  return cookedProtocol(d, u16(d.bytes, at + 8), u16(d.bytes, at), at + 20)
}

const netlink = 824
const radiotapArp = 803

function cookedProtocol(d: Decoder, arp: number, protocol: number, at: number): boolean {
  if (arp === netlink) return false
  if (arp === radiotapArp) return link(d, 127, at)
  if (protocol === 4) return llc(d, at) // 802.2 frames carry this in place of an EtherType
  return etherType(d, protocol, at)
}

/** PKTAP: its length, then the link type of what follows it, in the order of the Mac that captured. */
export function pktap(d: Decoder, at: number): boolean {
  if (d.end - at < 12 || !d.deeper()) return false
  const length = u32le(d.bytes, at)
  if (length < 12 || length > d.end - at) return false
  return link(d, u32le(d.bytes, at + 8), at + length)
}

/** PPI: version, flags, length, link type; then per-packet fields that don't matter here. */
export function ppi(d: Decoder, at: number): boolean {
  if (d.end - at < 8 || !d.deeper()) return false
  const length = u16le(d.bytes, at + 2)
  if (length < 8 || length > d.end - at) return false
  return link(d, u32le(d.bytes, at + 4), at + length)
}

const nflogPayload = 9

/** NFLOG: family, version, resource id, then TLVs in host order, each padded to 4; one is the IP packet. */
export function netfilterLog(d: Decoder, at: number): boolean {
  at += 4
  while (d.end - at >= 4) {
    let length = u16le(d.bytes, at)
    let type = u16le(d.bytes, at + 2)
    if (type > 0xff) {
      length = u16(d.bytes, at)
      type = u16(d.bytes, at + 2)
    }
    if (length < 4) return false
    if (type === nflogPayload) {
      d.narrow(at, length)
      return ip(d, at + 4)
    }
    at += (length + 3) & ~3
  }
  return false
}
