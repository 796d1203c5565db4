// What a DTLS conversation knows of one direction.

import { MessageAssembler } from '../dtls/assembly.ts'
import type { Allowance } from '../wire/extents.ts'

/** Messages that wait for an earlier one before the keys are told of them. */
const waitingMost = 16

type Numbered = readonly [messageSeq: number, bytes: Uint8Array]

export class DtlsDirection {
  readonly assembler: MessageAssembler
  /** Its messages for those who want them by number. */
  readonly order: MessageOrder = new MessageOrder()
  /** Length of the connection ID that records in this direction carry; null until it is known. */
  idLength: number | null = null
  changedCipher = false
  /** Sent a protected handshake record: its Finished. */
  finished = false
  /** Sent protected records under the keys of application data (DTLS 1.3). */
  movedOn = false
  /** The number that the last flight of this side began with. */
  flightStart = -1
  /** The last datagram in which that message came again. */
  repeatedIn = -1

  constructor(allowance: Allowance) {
    this.assembler = new MessageAssembler(allowance)
  }
}

/** Messages in the order of their numbers, however the network had shuffled them. */
class MessageOrder {
  /** The number of the next; -1 before the first, which begins it. */
  #next = -1
  readonly #waiting = new Map<number, Uint8Array>()

  get isWaiting(): boolean {
    return this.#waiting.size > 0
  }

  /** Takes a message; answers those whose turn it is. */
  take(messageSeq: number, bytes: Uint8Array): Numbered[] {
    if (this.#next >= 0 && messageSeq > this.#next) {
      if (this.#waiting.size < waitingMost) this.#waiting.set(messageSeq, bytes)
      return []
    }
    const due: Numbered[] = [[messageSeq, bytes]]
    this.#next = messageSeq + 1
    for (let next = this.#waiting.get(this.#next); next; next = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next)
      due.push([this.#next, next])
      this.#next++
    }
    return due
  }

  /** Those that wait for one that will not come. */
  giveUp(): Numbered[] {
    const left = [...this.#waiting].sort(([a], [b]) => a - b)
    this.#waiting.clear()
    const last = left.at(-1)
    if (last) this.#next = last[0] + 1
    return left
  }
}
