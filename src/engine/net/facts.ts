// What the network and transport layers noticed about a connection: facts, no judgement.

import type { Moment } from '../wire/moment.ts'
import type { Side, Span } from '../wire/span.ts'

export interface Endpoint {
  /** Text form: dotted quad, or RFC 5952. For EAP without IP: the MAC address. */
  readonly address: string
  readonly port: number
}

/** A TCP segment that matters: what its headers said. */
export interface SegmentMark {
  readonly frame: number
  readonly time: Moment
  readonly seq: number
  readonly ack: number
  readonly flags: number
  readonly window: number
  /** Bytes of payload on the wire. */
  readonly length: number
  readonly ttl: number
  /** IPv4 identification; null for IPv6. */
  readonly ipId: number | null
  readonly dontFragment: boolean
  /** Payload bytes (at most 64) where they can tell something: of a RST. */
  readonly payload: Uint8Array | null
}

export interface TcpFacts {
  readonly client: TcpSide
  readonly server: TcpSide
  /** SYN to SYN+ACK, seconds; null when not seen. */
  roundTrip: number | null
}

export interface TcpSide {
  /** First SYN (client) or SYN+ACK (server). */
  syn: SegmentMark | null
  /** How often it was sent, and when last. */
  syns: number
  lastSyn: SegmentMark | null
  /** Maximum segment size announced in the SYN, or null. */
  maximumSegmentSize: number | null
  firstData: SegmentMark | null
  lastData: SegmentMark | null
  /** The last segment of any kind except RST. */
  last: SegmentMark | null
  fin: SegmentMark | null
  /** At most 8. */
  resets: SegmentMark[]
  /** Distinct bytes of the stream that the capture holds. */
  streamBytes: number
  /** Bytes of this side's stream that the peer acknowledged (from the start, holes included); 0 when no ACK was seen. */
  acknowledged: number
  /** Highest stream position sent. */
  sent: number
  retransmissions: number
  /** Times the first unacknowledged segment was sent again without ever being acknowledged. */
  stalledRetransmissions: number
  /** Payload length of that segment. 0 when all was acknowledged. */
  stalledLength: number
  firstStalled: SegmentMark | null
  lastStalled: SegmentMark | null
  /** Largest payload that the peer acknowledged. */
  largestAcknowledged: number
  /** Bytes missing from the capture that the peer acknowledged: the capture's own loss. */
  missingAcknowledged: number
  /** Bytes never seen and never acknowledged, with later bytes seen: the network's loss. */
  missingUnacknowledged: number
  firstHole: { readonly frame: number; readonly length: number; readonly at: number } | null
  /** Overlapping retransmissions that carried other bytes: frame of the first, or null. */
  conflicting: number | null
  /** Frames cut by the snap length inside this side's handshake. */
  truncatedFrames: number
  /** Duplicate acknowledgements that this side sent. */
  duplicateAcks: number
  /** Data segments seen after this side's RST: proof that the RST was not its own. */
  dataAfterReset: SegmentMark | null
}

export interface IcmpError {
  readonly frame: number
  readonly time: Moment
  readonly version: 4 | 6
  readonly type: number
  readonly code: number
  /** Next-hop MTU of "fragmentation needed" and "packet too big", else null. */
  readonly mtu: number | null
  readonly source: string
  /** The side whose packet is quoted. */
  readonly about: Side
  readonly span: Span
}
