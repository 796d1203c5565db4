// 802.11 data frames (IEEE 802.11-2020 §9.3.2) and the headers that capture tools put before them.

import { u16, u16le, u32, u32le } from './bytes.ts'
import type { Decoder } from './decode.ts'
import { llc } from './ethernet.ts'

export function wifi(d: Decoder, at: number): boolean {
  return d.end - at >= 24 && dataFrame(d, at, d.bytes[at]!, d.bytes[at + 1]!)
}

/** Some controllers put the two bytes of the frame control field into CAPWAP the wrong way round. */
export function swappedWifi(d: Decoder, at: number): boolean {
  return d.end - at >= 24 && dataFrame(d, at, d.bytes[at + 1]!, d.bytes[at]!)
}

const toDistribution = 0x01
const fromDistribution = 0x02
const order = 0x80

function dataFrame(d: Decoder, at: number, type: number, flags: number): boolean {
  // Version 0, type 2 (data), and a subtype that has a body.
  if ((type & 0x0f) !== 0x08 || (type & 0x40) !== 0) return false
  const to = (flags & toDistribution) !== 0
  const from = (flags & fromDistribution) !== 0
  d.packet.destinationMacAt = to ? at + 16 : at + 4
  d.packet.sourceMacAt = from ? (to ? at + 24 : at + 16) : at + 10
  let body = at + (to && from ? 30 : 24)
  let aggregated = false
  if ((type & 0x80) !== 0) {
    aggregated = d.end > body && (d.bytes[body]! & 0x80) !== 0
    body += (flags & order) === 0 ? 2 : 6
  }
  if (aggregated) return subframe(d, body)
  if (snap(d, body)) return llc(d, body)
  // Some cards pad the header to a multiple of four.
  const padded = body + ((4 - ((body - at) & 3)) & 3)
  return snap(d, padded) && llc(d, padded)
}

/** Encrypted bodies look like anything but this. */
function snap(d: Decoder, at: number): boolean {
  return d.end - at >= 8 && u16(d.bytes, at) === 0xaaaa && d.bytes[at + 2] === 0x03
}

/** One MSDU of an A-MSDU: addresses, length, LLC; the next one starts at a multiple of four. */
export function subframe(d: Decoder, at: number): boolean {
  if (d.end - at < 22) return false
  const length = u16(d.bytes, at + 12)
  d.later(at + ((14 + length + 3) & ~3))
  d.packet.destinationMacAt = at
  d.packet.sourceMacAt = at + 6
  if (!snap(d, at + 14)) return false
  d.narrow(at + 14, length)
  return llc(d, at + 14)
}

/** https://www.radiotap.org: version 0, and a length that covers everything up to the 802.11 frame. */
export function radiotap(d: Decoder, at: number): boolean {
  if (d.end - at < 8 || d.bytes[at] !== 0) return false
  return wifi(d, at + u16le(d.bytes, at + 2))
}

const avsMagic = 0x80211000

/** 144 bytes, by the length in its second word; AVS headers are found under the same link type. */
export function prism(d: Decoder, at: number): boolean {
  if (d.end - at < 8) return false
  if ((u32(d.bytes, at) & 0xfffff000) >>> 0 === avsMagic) return avs(d, at)
  const little = u32le(d.bytes, at + 4)
  return wifi(d, at + (little <= 1024 ? little : Math.min(u32(d.bytes, at + 4), 1024)))
}

export function avs(d: Decoder, at: number): boolean {
  if (d.end - at < 8) return false
  const length = u32(d.bytes, at + 4)
  return length <= d.end - at && wifi(d, at + length)
}
