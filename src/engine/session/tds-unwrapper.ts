// Takes TLS out of the packets of TDS that carry its handshake; afterwards records stand bare. MS-TDS section 2.2.6.5.

import type { Origin } from '../net/flow.ts'
import { isTdsCarrier, tdsHeaderLength } from './upgrades/tds.ts'

type Sink = (bytes: Uint8Array, from: number, to: number, origin: Origin) => void

/** One direction. */
export class TdsUnwrapper {
  #left = 0
  readonly #header: number[] = []
  #bare = false

  push(bytes: Uint8Array, from: number, to: number, origin: Origin, sink: Sink): void {
    const first = origin.offset
    let at = from
    while (at < to) {
      if (this.#left > 0 || this.#bare) {
        const length = this.#bare ? to - at : Math.min(this.#left, to - at)
        origin.offset = first + at - from
        sink(bytes, at, at + length, origin)
        this.#left = Math.max(0, this.#left - length)
        at += length
        continue
      }
      const byte = bytes[at] ?? 0
      if (this.#header.length === 0 && !isTdsCarrier(byte)) {
        this.#bare = true
        continue
      }
      this.#header.push(byte)
      at++
      if (this.#header.length < tdsHeaderLength) continue
      const [, , high = 0, low = 0] = this.#header
      this.#left = Math.max(0, ((high << 8) | low) - tdsHeaderLength)
      this.#header.length = 0
    }
    origin.offset = first
  }

  /** Bytes are missing. Answers how many of them were TLS's. */
  gap(length: number): number {
    if (this.#bare) return length
    const inside = Math.min(length, this.#left)
    this.#left -= inside
    if (inside < length) this.#bare = true
    return inside
  }
}
