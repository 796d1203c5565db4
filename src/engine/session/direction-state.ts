// What a TLS exchange knows of one direction.

import type { MessageGatherer } from './message-gatherer.ts'
import type { Ssl2Stream } from './ssl2-stream.ts'

export class DirectionState {
  /** Sent ChangeCipherSpec: in TLS 1.2 and before, what follows is protected. */
  ciphered = false
  /** Picked up in its middle, or after a gap: only the bytes tell whether they are protected. */
  unsure: boolean
  /** Sent a protected handshake record after ChangeCipherSpec, or (TLS 1.3) a record that can hold its Finished. */
  finished = false
  applicationRecords = 0
  applicationBytes = 0
  applicationTold = false
  /** First byte of an alert of which the second is still to come, or -1. */
  alertLevel = -1
  /** Any byte of it came. */
  begun = false
  /** Set while it speaks SSL 2.0. */
  ssl2: Ssl2Stream | null = null
  /** SSL 2.0: records after the keys were agreed on. */
  sealed = 0
  /** Handshake messages out of records that were opened. */
  opened: MessageGatherer | null = null

  constructor(unsure: boolean) {
    this.unsure = unsure
  }
}
