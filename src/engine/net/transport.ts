// The headers above IP: TCP (RFC 9293), UDP (RFC 768), errors of ICMP, and IP's own tunnels.

import { u16, u32 } from './bytes.ts'
import type { Decoder } from './decode.ts'
import { etherIp, gre } from './gre.ts'
import { ip4, ip6 } from './ip.ts'
import { mpls } from './ethernet.ts'
import { tcpFlags } from './packet.ts'
import { udpTunnel } from './udp-tunnels.ts'

/** https://www.iana.org/assignments/protocol-numbers: the ones that flows are kept for. */
export const ipProtocols = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 } as const

/** What IP protocol number `protocol` has at `at`. */
export function transport(d: Decoder, protocol: number, at: number): boolean {
  d.packet.protocol = protocol
  switch (protocol) {
    case ipProtocols.tcp:
      return tcp(d, at)
    case ipProtocols.udp:
      return udp(d, at)
    case ipProtocols.icmp:
    case ipProtocols.icmp6:
      return icmp(d, at)
    case 4: // IPv4 in IP
    case 94: // IPIP
      return d.deeper() && ip4(d, at)
    case 41: // IPv6 in IP
      return d.deeper() && ip6(d, at)
    case 47:
      return gre(d, at)
    case 51: // Authentication Header: its length counts 4-byte words less 2 (RFC 4302 §2.2)
      if (d.end - at < 12 || !d.deeper()) return false
      return transport(d, d.bytes[at]!, at + ((d.bytes[at + 1]! + 2) << 2))
    case 97:
      return etherIp(d, at)
    case 137:
      return mpls(d, at)
    default:
      return false
  }
}

function tcp(d: Decoder, at: number): boolean {
  const bytes = d.bytes
  if (d.end - at < 20) return false
  const header = (bytes[at + 12]! >> 4) << 2
  const whole = d.whole - at - header
  if (header < 20 || whole < 0) return false
  const packet = d.packet
  const flags = bytes[at + 13]!
  packet.bytes = bytes
  packet.sourcePort = u16(bytes, at)
  packet.destinationPort = u16(bytes, at + 2)
  packet.seq = u32(bytes, at + 4)
  packet.ack = u32(bytes, at + 8)
  packet.flags = flags
  packet.window = u16(bytes, at + 14)
  packet.payloadFrom = at + header
  packet.payloadTo = d.end > at + header ? d.end : at + header
  packet.payloadWhole = whole
  packet.maximumSegmentSize =
    (flags & tcpFlags.syn) === 0
      ? 0
      : maximumSegmentSize(bytes, at + 20, Math.min(at + header, d.end))
  return true
}

/** The option that only a SYN carries (RFC 9293 §3.7.1); 0 when it is not there. */
function maximumSegmentSize(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const kind = bytes[at]!
    if (kind === 0) return 0
    if (kind === 1) {
      at += 1
      continue
    }
    if (at + 2 > end) return 0
    const length = bytes[at + 1]!
    if (length < 2) return 0
    if (kind === 2) return length === 4 && at + 4 <= end ? u16(bytes, at + 2) : 0
    at += length
  }
  return 0
}

function udp(d: Decoder, at: number): boolean {
  const bytes = d.bytes
  if (d.end - at < 8) return false
  const length = u16(bytes, at + 4)
  if (length >= 8) d.narrow(at, length)
  const packet = d.packet
  const sourcePort = u16(bytes, at)
  const destinationPort = u16(bytes, at + 2)
  if (udpTunnel(d, sourcePort, destinationPort, at + 8)) return true
  packet.bytes = bytes
  packet.sourcePort = sourcePort
  packet.destinationPort = destinationPort
  const from = at + 8 + (isCapwapDtls(d, sourcePort, destinationPort, at + 8) ? 4 : 0)
  packet.payloadFrom = from
  packet.payloadTo = d.end
  packet.payloadWhole = d.whole - from
  return packet.payloadWhole >= 0
}

/** CAPWAP (RFC 5415 §4.2) puts four bytes before a DTLS record: version 0 and type 1, then nothing. */
function isCapwapDtls(d: Decoder, source: number, destination: number, at: number): boolean {
  const port = destination === 5246 || destination === 5247 ? destination : source
  return (port === 5246 || port === 5247) && d.end - at >= 8 && u32(d.bytes, at) === 0x01000000
}

/** Errors only: they quote the packet that they are about, and `icmp.ts` reads that. */
function icmp(d: Decoder, at: number): boolean {
  if (d.end - at < 8) return false
  const packet = d.packet
  packet.bytes = d.bytes
  packet.payloadFrom = at
  packet.payloadTo = d.end
  packet.payloadWhole = d.whole - at
  packet.sourcePort = 0
  packet.destinationPort = 0
  return true
}
