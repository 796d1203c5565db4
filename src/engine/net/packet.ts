// A decoded packet: what the headers of one frame said. Filled again for every frame; copy what you keep.

import type { Frame } from '../capture/frame.ts'

export class Packet {
  frame: Frame
  /** The block that the network layer's bytes stand in: the frame's own, or a buffer of reassembled fragments. */
  bytes: Uint8Array = new Uint8Array(0)
  /** True when `bytes` is not the frame's block: spans then point at the frame that completed the datagram. */
  reassembled = false
  /** 4, 6, or 0 when the frame carries no IP. */
  ipVersion = 0
  /** Offsets of the addresses in `bytes`: 4 or 16 bytes each. */
  sourceAt = 0
  destinationAt = 0
  /** EtherType of the innermost link layer, 0 where it has none. */
  etherType = 0
  /** Offsets of the innermost link layer's addresses in the frame's block, 6 bytes each; -1 when it has none. */
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

  /** Offset of `at` (an index into `bytes`) from the first byte of the frame, for a `Span`. */
  offsetInFrame(at: number): number {
    return this.reassembled ? 0 : at - this.frame.from
  }
}

export const tcpFlags = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
} as const
