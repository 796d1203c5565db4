// What is kept of a segment that matters: filled from a packet, again and again for those that change.

import type { Moment } from '../wire/moment.ts'
import type { SegmentMark } from './facts.ts'
import { tcpFlags, type Packet } from './packet.ts'

export class Mark implements SegmentMark {
  frame = 0
  readonly time: Moment & { seconds: number; nanos: number } = { seconds: 0, nanos: 0 }
  seq = 0
  ack = 0
  flags = 0
  window = 0
  length = 0
  ttl = 0
  ipId: number | null = null
  dontFragment = false
  payload: Uint8Array | null = null

  /** Overwrites this mark: for `last` and `lastData`, which every packet moves and none may allocate for. */
  set(packet: Packet): void {
    const { frame } = packet
    this.frame = frame.number
    this.time.seconds = frame.seconds
    this.time.nanos = frame.nanos
    this.seq = packet.seq
    this.ack = packet.ack
    this.flags = packet.flags
    this.window = packet.window
    this.length = packet.payloadWhole
    this.ttl = packet.ttl
    this.ipId = packet.ipId < 0 ? null : packet.ipId
    this.dontFragment = packet.dontFragment
  }
}

/** Text in a RST (F5 `rstcause`, some proxies) says why; more than this of it adds nothing. */
const payloadMost = 64

export function markOf(packet: Packet): Mark {
  const mark = new Mark()
  mark.set(packet)
  if ((packet.flags & tcpFlags.rst) !== 0 && packet.payloadTo > packet.payloadFrom) {
    const to = Math.min(packet.payloadTo, packet.payloadFrom + payloadMost)
    mark.payload = packet.bytes.slice(packet.payloadFrom, to)
  }
  return mark
}
