// Data that was sent again and again without ever being acknowledged.

import type { TcpSide } from '../net/facts.ts'
import type { Side } from '../wire/span.ts'
import type { Story } from './story.ts'

export interface Stall {
  readonly side: Side
  /** Payload of the segment that never arrived. */
  readonly length: number
  /** Smaller segments of the side arrived, every one of this size did not. */
  readonly bySize: boolean
}

/** TCP gives up after many more; with two, chance is unlikely enough. */
const repeatsLeast = 2
/** No path narrows below what IPv4 must carry (RFC 791): smaller segments are lost for another reason. */
const smallestMtuPayload = 400

export function findStall({ c }: Story): Stall | null {
  const { tcp } = c
  if (tcp === null) return null
  const sides: [Side, TcpSide, TcpSide][] = [
    ['client', tcp.client, tcp.server],
    ['server', tcp.server, tcp.client],
  ]
  for (const [side, facts, peer] of sides) {
    if (facts.stalledRetransmissions < repeatsLeast) continue
    const { stalledLength: length, largestAcknowledged } = facts
    const smallArrived =
      (largestAcknowledged > 0 && largestAcknowledged < length) || hearsAcknowledgements(peer)
    const bySize = length > smallestMtuPayload && smallArrived
    return { side, length, bySize }
  }
  return null
}

/** The peer sent data once and not again: the stalled side's small acknowledgements reached it. */
function hearsAcknowledgements(peer: TcpSide): boolean {
  return peer.streamBytes > 0 && peer.retransmissions === 0 && peer.acknowledged >= peer.streamBytes
}
