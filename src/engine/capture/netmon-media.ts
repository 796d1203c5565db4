// Network Monitor's media types as link types, and the frames that are wrapped in something of its own.

import { notLinkType } from './frame-reader.ts'
import { u16le, u32le } from './integers.ts'

/** Where the frame that a network carried stands, and of what link type it is. */
export interface Carried {
  from: number
  to: number
  wholeLength: number
  linkType: number
}

const ethernet = 1
const rawIp = 101
const wireless = 105

// By Network Monitor's numbers; LocalTalk, wireless WAN and IrDA have nobody who reads them.
const linkTypes: ReadonlyMap<number, number> = new Map([
  [0, ethernet], // some captures of virtual private networks leave it out
  [1, ethernet],
  [2, 6],
  [3, 10],
  [4, 100],
  [5, 138],
  [6, wireless],
  [7, rawIp],
  [8, rawIp],
  [9, rawIp],
])

const netEvent = 0xffe0
// Message Analyzer's own numbers lie among those of converted pcap files; the first is plain 802.11.
const analyzerWireless = 0xe080
const analyzerLast = 0xe08a

/** Microsoft-Windows-NDIS-PacketCapture, as a GUID stands in a file. */
const packetCapture = [
  0x6e, 0x00, 0xd6, 0x2e, 0x29, 0x47, 0x09, 0x46, 0xb4, 0x23, 0x3e, 0xe7, 0xbc, 0xd6, 0x78, 0xef,
]
const packetFragment = 1001

/**
 * Finds what `media` wraps in `frame`, and changes `frame` to it. Network Monitor's own notes (filters,
 * adapters, names) stay as they are, with `notLinkType + media` for a link type.
 */
export function unwrapMedia(bytes: Uint8Array, frame: Carried, media: number): void {
  if (media === netEvent) {
    frame.linkType = notLinkType + media
    unwrapEvent(bytes, frame)
  } else if (media >= analyzerWireless && media <= analyzerLast) {
    frame.linkType = media === analyzerWireless ? wireless : notLinkType + media
  } else if (media >>> 12 === 0xe) {
    frame.linkType = media & 0x0fff
  } else {
    frame.linkType = linkTypes.get(media) ?? notLinkType + media
    // Version, then length of the radio metadata that Network Monitor puts in front.
    if (media === 6 && frame.to - frame.from >= 3)
      strip(frame, u16le(bytes, frame.from + 1), frame.wholeLength)
    // Addresses, path and channel of ATM.
    else if (media === 4) strip(frame, 16, frame.wholeLength)
  }
}

/*
 *   EVENT_HEADER 80                                   | buffer context 9          | extended | user data
 *   … provider GUID at 24, id at 40, keyword at 48 …  | … count at 84, reassembled | items    | miniport 4, lower 4, size 4, frame
 */
function unwrapEvent(bytes: Uint8Array, frame: Carried): void {
  const { from, to } = frame
  if (to - from < 101 || u16le(bytes, from + 40) !== packetFragment) return
  if (packetCapture.some((byte, i) => bytes[from + 24 + i] !== byte)) return
  let at = from + 89
  for (let items = u16le(bytes, from + 84); items > 0; items--) {
    if (to - at < 8) return
    at += 8 + u16le(bytes, at + 6)
  }
  if (to - at < 12) return
  const size = u32le(bytes, at + 8)
  // The event's keywords tell the medium: mobile broadband is plain IP, native wireless is 802.11.
  const keywords = u32le(bytes, from + 48)
  frame.linkType =
    (keywords & 0x200) !== 0 ? rawIp : (keywords & 0x1_0000) !== 0 ? wireless : ethernet
  strip(frame, at + 12 - from, at + 12 - from + size)
  frame.to = Math.min(frame.to, frame.from + frame.wholeLength)
}

/** The media type for frames of a link type; those that Network Monitor has none for are marked as pcap's. */
export function findMediaType(linkType: number): number {
  if (linkType === ethernet) return 1
  if (linkType === 6) return 2
  if (linkType === 10) return 3
  return linkType === rawIp ? 9 : 0xe000 | (linkType & 0x0fff)
}

/** Takes `length` bytes off the front of a frame that has `whole` bytes with them. */
function strip(frame: Carried, length: number, whole: number): void {
  frame.from = Math.min(frame.to, frame.from + length)
  frame.wholeLength = Math.max(0, whole - length)
}
