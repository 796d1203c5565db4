// IPv4 (RFC 791) and IPv6 (RFC 8200) as far as the transport header, fragments put together.

import { u16 } from './bytes.ts'
import type { Decoder } from './decode.ts'
import { transport } from './transport.ts'

/** IP of the version that its first nibble names. */
export function ip(d: Decoder, at: number): boolean {
  if (d.end - at < 1) return false
  const version = d.bytes[at]! >> 4
  if (version === 4) return ip4(d, at)
  return version === 6 && ip6(d, at)
}

export function ip4(d: Decoder, at: number): boolean {
  const bytes = d.bytes
  if (d.end - at < 20) return false
  const first = bytes[at]!
  const header = (first & 0x0f) << 2
  if (first >> 4 !== 4 || header < 20) return false
  const total = u16(bytes, at + 2)
  // Segmentation offload leaves 0 in the field: then the frame says where the packet ends.
  if (total !== 0) {
    if (total < header) return false
    d.whole = at + total
    if (d.whole < d.end) d.end = d.whole
  }
  const packet = d.packet
  packet.ipVersion = 4
  packet.sourceAt = at + 12
  packet.destinationAt = at + 16
  packet.ttl = bytes[at + 8]!
  packet.ipId = u16(bytes, at + 4)
  const fragment = u16(bytes, at + 6)
  packet.dontFragment = (fragment & 0x4000) !== 0
  const protocol = bytes[at + 9]!
  if ((fragment & 0x3fff) === 0) return transport(d, protocol, at + header)
  const offset = (fragment & 0x1fff) << 3
  const more = (fragment & 0x2000) !== 0
  return d.fragments.add(d, packet.ipId, protocol, at + header, offset, more)
}

/** More extension headers than any sender chains; a hostile packet could hold thousands. */
const extensionHeaders = 12

export function ip6(d: Decoder, at: number): boolean {
  const bytes = d.bytes
  if (d.end - at < 40 || bytes[at]! >> 4 !== 6) return false
  const payload = u16(bytes, at + 4)
  if (payload !== 0) {
    // 0: a jumbogram (RFC 2675) or segmentation offload.
    d.whole = at + 40 + payload
    if (d.whole < d.end) d.end = d.whole
  }
  const packet = d.packet
  packet.ipVersion = 6
  packet.sourceAt = at + 8
  packet.destinationAt = at + 24
  packet.ttl = bytes[at + 7]!
  packet.ipId = -1
  packet.dontFragment = true
  return extensions(d, bytes[at + 6]!, at + 40)
}

/** Walks to the first header that is none of IPv6's extensions (RFC 8200 §4). */
function extensions(d: Decoder, next: number, at: number): boolean {
  const bytes = d.bytes
  for (let walked = 0; walked < extensionHeaders; walked++) {
    switch (next) {
      case 0: // Hop-by-Hop Options
      case 43: // Routing
      case 60: // Destination Options
      case 135: // Mobility
      case 139: // HIP
      case 140: // Shim6
        if (d.end - at < 8) return false
        next = bytes[at]!
        at += (bytes[at + 1]! + 1) << 3
        break
      case 44: {
        if (d.end - at < 8) return false
        const protocol = bytes[at]!
        const field = u16(bytes, at + 2)
        const id = (u16(bytes, at + 4) << 16) | u16(bytes, at + 6)
        if ((field & 0xfff9) !== 0) {
          return d.fragments.add(d, id, protocol, at + 8, field & 0xfff8, (field & 1) !== 0)
        }
        next = protocol // an atomic fragment (RFC 6946): whole by itself
        at += 8
        break
      }
      default:
        return transport(d, next, at)
    }
  }
  return false
}
