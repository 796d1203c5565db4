// Somebody who follows flows beside the network and keeps their packets from it, as long as nothing unusual happens to them.

import type { Direction, FlowEnd } from './flow.ts'
import type { TcpFlow } from './tracked-flow.ts'

export interface Companion {
  /** The number of the next flow: both take theirs from it. */
  readonly ids: { value: number }
  /** Asked about a TCP flow that the network meets for the first time. */
  recall(
    bytes: Uint8Array,
    isSix: boolean,
    sourceAt: number,
    destinationAt: number,
    sourcePort: number,
    destinationPort: number,
  ): Recalled
  /**
   * Told of a flow that nobody listens to (for good, or as long as the side of `direction`, which has just sent, goes on
   * alone for no more than `unheard` bytes) and that is in order. A companion that takes it keeps its packets from the
   * network, and brings it up to date before the next one.
   */
  lend(flow: TcpFlow, direction: Direction): void
  /** Told that nobody takes an interest in the datagrams of the flow of the present packet. */
  ignore(): void
}

/** What is known of a flow: nothing; it has been replayed to the network just now; it is over, and nobody wants more of it. */
export type Recalled = 'unknown' | 'followed' | 'over'

/** A flow that a companion has followed until now, and that is to be ended. */
export interface Unfinished {
  readonly id: number
  /** Null: it goes on, and the network follows it. */
  end(reason: FlowEnd | null): void
}
