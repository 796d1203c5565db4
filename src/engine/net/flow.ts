// A flow: the packets between two endpoints, and who listens to them.
//
// `net` follows the flows, puts TCP streams in order and hands the bytes on. It knows no TLS. What is made of
// the bytes is the business of a `FlowListener`, which `session` provides.

import type { TcpFacts, Endpoint, IcmpError } from './facts.ts'
import type { Packet } from './packet.ts'

/** 0: the side that opened the flow (sent the SYN, or the first packet seen). 1: the other. */
export type Direction = 0 | 1

export function otherDirection(direction: Direction): Direction {
  return direction === 0 ? 1 : 0
}

/** How a flow begins. */
export interface FlowStart {
  /** In order of the first frame. */
  readonly id: number
  /** By direction: the address and port of the side that sends in this direction. */
  readonly ends: readonly [Endpoint, Endpoint]
  readonly firstFrame: number
  readonly startSeconds: number
  readonly startNanos: number
  /** True when no SYN was seen. */
  readonly midstream: boolean
}

export interface Flow extends FlowStart {
  readonly transport: 'tcp' | 'udp'
  /** Live facts of the TCP connection, or null for UDP. `client` is the sender of direction 0. */
  readonly tcp: TcpFacts | null
  readonly icmp: IcmpError[]
  /** For the listener's own use. */
  state: unknown
  /** Set by the listener: nothing more of this flow is wanted, save how it ends. */
  done: boolean
  /**
   * Set by the listener: how many more bytes of the side that speaks it does not want to hear, as long as the other side
   * says nothing. Which side that is: the one whose bytes it was given last.
   */
  unheard: number
  /** Set by the listener along with `done`: not even how the flow ends is wanted, and `end` is not called. */
  settled: boolean
}

export type FlowEnd = 'closed' | 'reset' | 'reused' | 'evicted' | 'capture-end'

export interface FlowListener {
  /**
   * The next bytes of a TCP stream, in order, from `from` to `to` in `bytes`: valid only during the call.
   * `origin` says which frame they came in; for a segment that had waited for its turn that is an earlier one.
   */
  data(
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
  ): void
  /** `length` bytes of the stream are skipped: missing in the capture (`acknowledged`), or given up (end, bounds). */
  gap(flow: Flow, direction: Direction, length: number, acknowledged: boolean, origin: Origin): void
  /** So many bytes of a side have passed that the listener did not want to hear. Optional: told where `unheard` is set. */
  passed?(flow: Flow, direction: Direction, length: number): void
  /** A UDP datagram. Answer false to say that the flow is of no interest: it is then forgotten. */
  datagram(
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: Packet,
  ): boolean
  /** An EAPOL frame (802.1X): `packet` says the addresses of its link layer. Optional. */
  eapol?(bytes: Uint8Array, from: number, to: number, packet: Packet): void
  /** The flow is over: both FINs, a RST and quiet, port reuse, idle eviction, or the end of the capture. */
  end(flow: Flow, reason: FlowEnd): void
}

/** Where bytes handed over come from. Reused: copy what you keep. */
export class Origin {
  frame = 0
  seconds = 0
  nanos = 0
  /** Offset in the frame of the byte at `from`. */
  offset = 0
}
