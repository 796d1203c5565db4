// The seam to DTLS, QUIC and EAP: who follows what is not a TCP stream.

import type { FlowListener } from '../net/flow.ts'

/**
 * Follows the datagrams of flows, and hands over a conversation for each that is DTLS or QUIC. `end` is called for every
 * UDP flow, of interest or not.
 */
export interface DatagramTracker extends Required<
  Pick<FlowListener, 'datagram' | 'eapol' | 'end'>
> {
  /** No more frames: ends what belongs to no flow. */
  finish(): void
}
