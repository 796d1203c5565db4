// What an ICMP error says and which packet it is about. RFC 792, RFC 4443, RFC 1191.

import { u16, u32 } from './bytes.ts'
import type { Packet } from './packet.ts'

/** An error's quotation: where the addresses and ports of the packet that it is about stand in `packet.bytes`. */
export interface Quotation {
  readonly version: 4 | 6
  readonly protocol: number
  readonly sourceAt: number
  readonly destinationAt: number
  readonly sourcePort: number
  readonly destinationPort: number
}

/** Destination unreachable, source quench, redirect, time exceeded, parameter problem; for 6, types below 128. */
const errors4 = new Set([3, 4, 5, 11, 12])

export function quotationOf(packet: Packet): Quotation | null {
  const { bytes, payloadFrom, payloadTo, ipVersion } = packet
  const type = bytes[payloadFrom]!
  const isError = ipVersion === 4 ? errors4.has(type) : type >= 1 && type <= 4
  if (!isError) return null
  const at = payloadFrom + 8
  if (ipVersion === 4) {
    if (payloadTo - at < 20 || bytes[at]! >> 4 !== 4) return null
    const ports = at + ((bytes[at]! & 0x0f) << 2)
    return quotation(packet, 4, bytes[at + 9]!, at + 12, at + 16, ports)
  }
  if (payloadTo - at < 40 || bytes[at]! >> 4 !== 6) return null
  return quotation(packet, 6, bytes[at + 6]!, at + 8, at + 24, at + 40)
}

/** MTU of "fragmentation needed" (RFC 1191 §4; 0 from old routers) and of "packet too big"; else null. */
export function nextHopMtu(packet: Packet): number | null {
  const { bytes, payloadFrom, ipVersion } = packet
  const type = bytes[payloadFrom]!
  if (ipVersion === 6) return type === 2 ? u32(bytes, payloadFrom + 4) : null
  if (type !== 3 || bytes[payloadFrom + 1] !== 4) return null
  return u16(bytes, payloadFrom + 6) || null
}

function quotation(
  packet: Packet,
  version: 4 | 6,
  protocol: number,
  sourceAt: number,
  destinationAt: number,
  ports: number,
): Quotation | null {
  if (packet.payloadTo - ports < 4) return null
  const sourcePort = u16(packet.bytes, ports)
  const destinationPort = u16(packet.bytes, ports + 2)
  return { version, protocol, sourceAt, destinationAt, sourcePort, destinationPort }
}
