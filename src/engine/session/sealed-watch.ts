// Tells while a TLS 1.3 handshake without keys is under way that it went well, by the sizes of its records.
//
//   server  ─[flight]──────────────────[data]─▶
//   client  ──────────[Finished]─[data]───────▶   settled: nothing that follows can change the judgement
//
// It says so only where `diagnose` would with all records at hand, and then for ever. What it is not sure of it leaves.

import type { Side } from '../wire/span.ts'
import { SealedSizes } from './sealed-sizes.ts'

/** Records that the log keeps from the beginning of each side; what is judged later is judged by them. */
export const recordsMost = 96

export class SealedWatch {
  isSettled = false
  readonly #sizes: SealedSizes
  readonly #helloFrame: number
  #served = false
  #finished = false
  #clientData = false
  #serverData = false

  constructor(suite: number, helloFrame: number) {
    this.#sizes = new SealedSizes(suite)
    this.#helloFrame = helloFrame
  }

  /** A record of type application_data begins; `number` counts records of both sides. */
  see(from: Side, frame: number, length: number, number: number): void {
    if (frame < this.#helloFrame || number >= recordsMost) return
    const sizes = this.#sizes
    if (from === 'server') {
      this.#served = true
      if (this.#finished && !sizes.isAlert(length)) this.#serverData = true
      // What the client sealed before the server answered is early data.
    } else if (this.#served && !sizes.isEndOfEarlyData(length)) {
      if (!this.#finished) this.#finished = sizes.holdsFinished(length)
      else if (!sizes.isAlert(length)) this.#clientData = true
    }
    this.isSettled = this.#clientData && this.#serverData
  }
}
