// Tells while a handshake of TLS 1.2 or before is under way that it goes well, by the types of its records.
//
//   server  ─[flight]───────────[CCS][Finished]──[data]─▶
//   client  ─────────[keys][CCS][Finished]──[data]──────▶   well, unless somebody asks for a renegotiation
//
// It says so only where `diagnose` would with all records at hand.

import { contentTypes } from '../registry/tables/content-types.ts'

interface Progress {
  changed: boolean
  finished: boolean
  data: boolean
}

export class ClassicWatch {
  readonly #client: Progress = { changed: false, finished: false, data: false }
  readonly #server: Progress = { changed: false, finished: false, data: false }

  /** Both sides have sent Finished, and data after it. */
  get isWell(): boolean {
    const { finished, data } = this.#client
    return finished && data && this.#server.finished && this.#server.data
  }

  /** A record begins. False where only the whole conversation tells what it means. */
  see(direction: 0 | 1, type: number): boolean {
    const side = direction === 0 ? this.#client : this.#server
    switch (type) {
      case contentTypes.change_cipher_spec:
        if (side.changed) return false
        side.changed = true
        return true
      case contentTypes.handshake:
        // The second protected one begins a renegotiation.
        if (side.finished) return false
        side.finished = side.changed
        return true
      case contentTypes.application_data:
        side.data = side.finished
        return side.finished
      default:
        return type === contentTypes.alert && this.isWell
    }
  }
}
