// The packet of a frame, where it is plain TCP or UDP over IP: what is tunnelled, fragmented or extended is left to the
// decoder of the engine. RFC 791, RFC 8200, RFC 9293, RFC 768.

import * as frame from './frame'
import { be16, be32 } from './memory'
import { tunnelPortCount, tunnelPorts } from './numbers'

export let six: bool = false
export let isUdp: bool = false
export let sourceAt: usize = 0
export let destinationAt: usize = 0
export let sourcePort: i32 = 0
export let destinationPort: i32 = 0
export let seq: i32 = 0
export let ack: i32 = 0
export let flags: i32 = 0
export let window: i32 = 0
export let ttl: i32 = 0
/** IPv4 identification, or -1. */
export let ipId: i32 = 0
export let dontFragment: bool = false
export let payloadFrom: usize = 0
/** Bytes of payload in the capture, and on the wire. */
export let captured: i32 = 0
export let length: i32 = 0

export const FIN: i32 = 0x01
export const SYN: i32 = 0x02
export const RST: i32 = 0x04
export const ACK: i32 = 0x10

/** What may read: captured bytes up to `end`; on the wire it goes on to `whole`. */
let end: usize = 0
let whole: usize = 0

/** Reads the frame that is being shown. False where it is for the engine to read. */
export function decode(): bool {
  const at = frame.at
  const have = frame.have
  const linkType = frame.linkType
  end = at + have
  whole = at + (frame.whole > have ? frame.whole : have)
  if (linkType == 1) {
    if (have < 14) return false
    return etherType(be16(at + 12), at + 14)
  }
  if (linkType == 113)
    return have >= 16 && isPlain(be16(at + 2)) && etherType(be16(at + 14), at + 16)
  if (linkType == 276) return have >= 20 && isPlain(be16(at + 8)) && etherType(be16(at), at + 20)
  if (linkType == 101 || linkType == 12 || linkType == 14 || linkType == 228 || linkType == 229)
    return have > 0 && (load<u8>(at) >> 4 == 4 ? ip4(at) : ip6(at))
  return false
}

/** ARPHRD types of Linux cooked captures whose payload is not what its EtherType says. */
function isPlain(arp: i32): bool {
  return arp != 824 && arp != 803
}

function etherType(type: i32, at: usize): bool {
  // 802.1Q, 802.1ad, and QinQ before it
  for (let tags = 0; tags < 2 && (type == 0x8100 || type == 0x88a8 || type == 0x9100); tags++) {
    if (end < at + 4) return false
    type = be16(at + 2)
    at += 4
  }
  if (type == 0x0800) return ip4(at)
  return type == 0x86dd && ip6(at)
}

function ip4(at: usize): bool {
  if (end < at + 20) return false
  const first = load<u8>(at) as i32
  const header = (first & 0x0f) << 2
  if (first >> 4 != 4 || header < 20) return false
  const total = be16(at + 2)
  // Segmentation offload leaves 0 in the field: then the frame says where the packet ends.
  if (total != 0) {
    if (total < header) return false
    whole = at + total
    if (whole < end) end = whole
  }
  const fragment = be16(at + 6)
  if ((fragment & 0x3fff) != 0) return false
  six = false
  sourceAt = at + 12
  destinationAt = at + 16
  ttl = load<u8>(at + 8)
  ipId = be16(at + 4)
  dontFragment = (fragment & 0x4000) != 0
  return transport(load<u8>(at + 9), at + header)
}

function ip6(at: usize): bool {
  if (end < at + 40 || load<u8>(at) >> 4 != 6) return false
  const payload = be16(at + 4)
  // 0: a jumbogram (RFC 2675) or segmentation offload.
  if (payload != 0) {
    whole = at + 40 + payload
    if (whole < end) end = whole
  }
  six = true
  sourceAt = at + 8
  destinationAt = at + 24
  ttl = load<u8>(at + 7)
  ipId = -1
  dontFragment = true
  return transport(load<u8>(at + 6), at + 40)
}

function transport(protocol: i32, at: usize): bool {
  if (protocol == 6) return tcp(at)
  return protocol == 17 && udp(at)
}

/** Only the ports: the engine says whether it wants a flow. */
function udp(at: usize): bool {
  if (end < at + 8) return false
  sourcePort = be16(at)
  destinationPort = be16(at + 2)
  isUdp = true
  return !isTunnel(sourcePort) && !isTunnel(destinationPort)
}

/** Datagrams to it may hold packets of other flows. */
function isTunnel(port: i32): bool {
  for (let i = 0; i < tunnelPortCount; i++)
    if ((load<u16>(tunnelPorts + 2 * i) as i32) == port) return true
  return false
}

function tcp(at: usize): bool {
  if (end < at + 20) return false
  isUdp = false
  const header = ((load<u8>(at + 12) as i32) >> 4) << 2
  length = ((whole - at) as i32) - header
  if (header < 20 || length < 0) return false
  sourcePort = be16(at)
  destinationPort = be16(at + 2)
  seq = be32(at + 4)
  ack = be32(at + 8)
  flags = load<u8>(at + 13)
  window = be16(at + 14)
  payloadFrom = at + header
  captured = end > payloadFrom ? ((end - payloadFrom) as i32) : 0
  return true
}

/** The addresses and ports that a packet elsewhere has: the source's address stands at `addresses`, the other behind it. */
export function look(isSix: bool, source: i32, destination: i32, addresses: usize): void {
  six = isSix
  isUdp = false
  sourceAt = addresses
  destinationAt = addresses + (isSix ? 16 : 4)
  sourcePort = source
  destinationPort = destination
}
