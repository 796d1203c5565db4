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
  const sides: [Side, TcpSide][] = [
    ['client', tcp.client],
    ['server', tcp.server],
  ]
  for (const [side, facts] of sides) {
    if (facts.stalledRetransmissions < repeatsLeast) continue
    const { stalledLength: length, largestAcknowledged } = facts
    const bySize =
      length > smallestMtuPayload && largestAcknowledged > 0 && largestAcknowledged < length
    return { side, length, bySize }
  }
  return null
}
