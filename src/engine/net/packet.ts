// A decoded packet: what the headers of one frame said. Filled again for every frame; copy what you keep.

import type { Frame } from '../capture/frame.ts'
import type { Span } from '../wire/span.ts'

/** Bytes of a packet that stand together in one frame. */
export interface Part extends Span {
  /** Where they begin in the packet's `bytes`. */
  readonly at: number
  /** When the frame was captured. */
  readonly seconds: number
  readonly nanos: number
}

export class Packet {
  frame: Frame
  /** The block that the network layer's bytes stand in: the frame's own, or a buffer of reassembled fragments. */
  bytes: Uint8Array = new Uint8Array(0)
  /** The parts of `bytes`, in order, when fragments were put together; null when it is the frame's own block. */
  parts: readonly Part[] | null = null
  /** 4, 6, or 0 when the frame carries no IP. */
  ipVersion = 0
  /** Offsets of the addresses in `bytes`: 4 or 16 bytes each. */
  sourceAt = 0
  destinationAt = 0
  /** EtherType of the innermost link layer, 0 where it has none. */
  etherType = 0
  /** Offsets of the innermost link layer's addresses in `bytes`, 6 bytes each; -1 when it has none. */
  sourceMacAt = -1
  destinationMacAt = -1
  ttl = 0
  /** IPv4 identification, or -1. */
  ipId = -1
  dontFragment = false
  /** IP protocol of the innermost layer that was decoded: 6 TCP, 17 UDP, 1 ICMP, 58 ICMPv6. */
  protocol = 0
  sourcePort = 0
  destinationPort = 0
  seq = 0
  ack = 0
  flags = 0
  window = 0
  /** TCP options of a SYN: maximum segment size (0: absent). */
  maximumSegmentSize = 0
  /** Transport payload: captured bytes `payloadFrom` to `payloadTo` in `bytes`, `payloadWhole` on the wire. */
  payloadFrom = 0
  payloadTo = 0
  payloadWhole = 0

  constructor(frame: Frame) {
    this.frame = frame
  }

  /** Where `length` bytes from `at` on (an index into `bytes`) stand: of several fragments the part in the first one. */
  spanOf(at: number, length: number): Span {
    const { frame, parts } = this
    if (parts === null) return { frame: frame.number, offset: at - frame.from, length }
    const part = parts.findLast((each) => each.at <= at) ?? parts[0]!
    const within = at - part.at
    const rest = Math.min(length, part.length - within)
    return { frame: part.frame, offset: part.offset + within, length: rest }
  }

  /** The same, with a part for each fragment that brought some of them. */
  partsOf(at: number, length: number): Part[] {
    const { number, from, seconds, nanos } = this.frame
    if (this.parts === null)
      return [{ at, frame: number, offset: at - from, length, seconds, nanos }]
    return clipped(this.parts, at, at + length)
  }
}

function clipped(parts: readonly Part[], from: number, to: number): Part[] {
  const found: Part[] = []
  for (const part of parts) {
    const at = Math.max(from, part.at)
    const length = Math.min(to, part.at + part.length) - at
    if (length > 0) found.push({ ...part, at, offset: part.offset + at - part.at, length })
  }
  return found
}

export const tcpFlags = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
} as const
