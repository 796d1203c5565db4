// One direction of SSL 2.0, as far as it stays that: its records carry one message each. draft-hickman-netscape-ssl-00.

import type { Origin } from '../net/flow.ts'
import { isRecordType } from './record-start.ts'
import { Pieces } from './pieces.ts'

/** Larger than any message that is sent in clear; of longer records only the length is told. */
const keptMost = 4096

export interface Ssl2Record {
  /** Without the header. Null where it was not kept. */
  readonly bytes: Uint8Array | null
  readonly length: number
  /** Of its header and of its bytes, in order. */
  readonly pieces: Pieces
  readonly headerLength: number
}

export class Ssl2Stream {
  readonly #record: (record: Ssl2Record, origin: Origin) => void
  readonly #header: number[] = []
  #kept = new Uint8Array(0)
  #have = 0
  #left = 0
  readonly #pieces = new Pieces()
  #lost = false

  constructor(record: (record: Ssl2Record, origin: Origin) => void) {
    this.#record = record
  }

  /**
   * Answers `to`, or where the first record of TLS begins: the form is left after the hello, unless the conversation
   * `stays` in SSL 2.0.
   */
  push(bytes: Uint8Array, from: number, to: number, origin: Origin, stays: boolean): number {
    let at = from
    while (at < to && !this.#lost) {
      const offset = origin.offset + at - from
      if (this.#left > 0) {
        const length = Math.min(this.#left, to - at)
        const kept = bytes.subarray(at, at + Math.min(length, Math.max(0, keptMost - this.#have)))
        this.#kept.set(kept, Math.min(this.#have, this.#kept.length))
        this.#pieces.add(origin.frame, offset, length)
        this.#have += length
        this.#left -= length
        at += length
        if (this.#left === 0) this.#end(origin)
        continue
      }
      const byte = bytes[at] ?? 0
      if (this.#header.length === 0 && isRecordType(byte) && !stays) return at
      this.#header.push(byte)
      this.#pieces.add(origin.frame, offset, 1)
      at++
      const [first = 0, second = 0] = this.#header
      if (this.#header.length < ((first & 0x80) === 0 ? 3 : 2)) continue
      this.#left = (((first & 0x80) === 0 ? first & 0x3f : first & 0x7f) << 8) | second
      this.#have = 0
      this.#kept = new Uint8Array(Math.min(this.#left, keptMost))
      if (this.#left === 0) this.#end(origin)
    }
    return to
  }

  /** Bytes are missing; beyond the record under way nothing marks where the next one begins. */
  gap(length: number): void {
    if (length >= this.#left) this.#lost = true
    this.#left -= Math.min(length, this.#left)
    this.#have = keptMost + 1
  }

  #end(origin: Origin): void {
    const whole = this.#have <= keptMost
    const record: Ssl2Record = {
      bytes: whole ? this.#kept : null,
      length: this.#have,
      pieces: this.#pieces,
      headerLength: this.#header.length,
    }
    this.#record(record, origin)
    this.#header.length = 0
    this.#pieces.reset()
  }
}
