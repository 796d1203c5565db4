// What is noted of one direction of a TCP connection while it goes on.

import type { TcpSide } from './facts.ts'
import type { Mark } from './mark.ts'

export class StreamFacts implements TcpSide {
  syn: Mark | null = null
  syns = 0
  lastSyn: Mark | null = null
  maximumSegmentSize: number | null = null
  firstData: Mark | null = null
  lastData: Mark | null = null
  last: Mark | null = null
  fin: Mark | null = null
  readonly resets: Mark[] = []
  streamBytes = 0
  acknowledged = 0
  sent = 0
  retransmissions = 0
  stalledRetransmissions = 0
  stalledLength = 0
  firstStalled: Mark | null = null
  lastStalled: Mark | null = null
  largestAcknowledged = 0
  missingAcknowledged = 0
  missingUnacknowledged = 0
  firstHole: { readonly frame: number; readonly length: number; readonly at: number } | null = null
  conflicting: number | null = null
  truncatedFrames = 0
  duplicateAcks = 0
  dataAfterReset: Mark | null = null
}
