// PostgreSQL: SSLRequest and GSSENCRequest. PostgreSQL documentation, "Message Formats".

import type { Side } from '../../wire/span.ts'
import { printable, textOf, u16, type Dialogue, type Opening, type Said } from './dialogue.ts'

/** The codes stand where a start-up message has its version: 1234 in the upper half. */
const magic = 1234
const requests: Record<number, string> = {
  5678: 'CancelRequest',
  5679: 'SSLRequest',
  5680: 'GSSENCRequest',
}

/** PostgreSQL itself refuses longer start-up messages. */
const startupMost = 10_000

class PostgresDialogue implements Dialogue {
  readonly protocol = 'postgres'
  readonly upgrade = 'postgres'
  awaits = false
  #gss = false
  #started = false

  measure(from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (this.#started) return -1
    // The answer to a request is one byte, unless it is an error message.
    if (from === 'server' && this.awaits && bytes[at] !== 0x45) return 1
    const header = from === 'server' ? 1 : 0
    if (to - at < header + 4) return 0
    const length = header + u16(bytes, at + header) * 0x10000 + u16(bytes, at + header + 2)
    if (length > startupMost) return -1
    return to - at < length ? 0 : length
  }

  take(from: Side, message: Uint8Array): Said {
    return from === 'client' ? this.#takeClient(message) : this.#takeServer(message)
  }

  #takeClient(message: Uint8Array): Said {
    const request = u16(message, 4) === magic ? requests[u16(message, 6)] : undefined
    if (request === undefined) {
      this.#started = true
      return { text: `StartupMessage ${u16(message, 4)}.${u16(message, 6)}` }
    }
    if (request === 'CancelRequest') return { text: request }
    this.awaits = true
    this.#gss = request === 'GSSENCRequest'
    return { text: request, asked: !this.#gss }
  }

  #takeServer(message: Uint8Array): Said {
    const text = message.length === 1 ? textOf(message) : printable(textOf(message.subarray(5)))
    if (!this.awaits) return { text }
    this.awaits = false
    // After 'N' to GSSENCRequest the client may still ask for TLS.
    if (this.#gss) return { text: printable(text) }
    const accepted = text === 'S'
    return { text: printable(text), accepted, over: accepted }
  }
}

export const postgres: Opening = {
  fits(from, bytes, at, to) {
    if (from !== 'client' || bytes[at] !== 0) return 'no'
    if (to - at < 8) return 'more'
    const length = u16(bytes, at) * 0x10000 + u16(bytes, at + 2)
    if (length < 8 || length > startupMost) return 'no'
    if (u16(bytes, at + 4) === magic)
      return requests[u16(bytes, at + 6)] === undefined ? 'no' : 'yes'
    return u16(bytes, at + 4) === 3 && u16(bytes, at + 6) <= 2 ? 'yes' : 'no'
  },
  begin: () => new PostgresDialogue(),
}
