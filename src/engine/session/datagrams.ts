// The seam to DTLS, QUIC and EAP: who follows what is not a TCP stream.

import type { Direction, Flow, FlowListener } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'

/** Follows the datagrams of flows, and hands over a conversation for each that is DTLS or QUIC. */
export interface DatagramTracker {
  /** Answers false when the flow is of no interest. */
  datagram(
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: Packet,
  ): boolean
  /** The flow is over. Called for every UDP flow, of interest or not. */
  end(flow: Flow, reason: Parameters<FlowListener['end']>[1]): void
  /** A frame of EAPOL: `packet` says where it stands, and the addresses of the link. */
  eapol(bytes: Uint8Array, from: number, to: number, packet: Packet): void
  /** No more frames: ends what belongs to no flow. */
  finish(): void
}
