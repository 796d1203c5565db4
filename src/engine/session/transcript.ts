// The handshake messages that Finished vouches for, in order.

import { concatBytes } from '../crypto/octets.ts'

// Certificate chains end far below this; a flood of messages must not fill memory.
const maxTranscriptBytes = 1_000_000

export class Transcript {
  private messages: Uint8Array[] = []
  private length = 0

  add(message: Uint8Array): void {
    this.length += message.length
    if (this.length <= maxTranscriptBytes) this.messages.push(message)
    else this.messages = []
  }

  /** Until it is restarted, there is no transcript. */
  break(): void {
    this.length = Infinity
    this.messages = []
  }

  restart(...messages: Uint8Array[]): void {
    this.messages = messages
    this.length = messages.reduce((sum, message) => sum + message.length, 0)
  }

  /** Null when it is broken, or grew beyond its bound. */
  get bytes(): Uint8Array | null {
    return this.length <= maxTranscriptBytes ? concatBytes(...this.messages) : null
  }
}
