// The ways of QUIC connections: a client may go on from another address, and takes the server's connection ID along.
// RFC 9000 §9.

import { hex } from '../crypto/octets.ts'
import type { Endpoint } from '../net/facts.ts'
import type { Flow } from '../net/flow.ts'
import type { QuicConversation } from './quic-conversation.ts'

/** A connection, and the flows that it takes. */
export interface QuicHome {
  readonly quic: QuicConversation
  /** The flow that it began on. */
  readonly flow: Flow
  /** Flows under way. */
  flows: number
  /** Its connection IDs as they are remembered. */
  readonly ids: string[]
}

/** Shorter ones are no proof: 64 bits that nobody else can have by chance. */
const shortest = 8

/** RFC 9000 §17.2. */
const longest = 20

/** IDs remembered of a connection: a client holds two as a rule, and each that it takes is replaced. */
const idsMost = 16

/** IDs remembered of all connections, some 100 bytes each. The oldest goes first. */
const idsOfAllMost = 16_384

export class QuicPaths {
  readonly #homes = new Map<string, QuicHome>()
  /** How many of each length: those that nobody has are not looked for. */
  readonly #lengths = new Uint32Array(longest + 1)

  /** A server wants to be addressed by `id`. */
  learn(home: QuicHome, server: Endpoint, id: Uint8Array): void {
    if (id.length < shortest || id.length > longest || home.ids.length >= idsMost) return
    const name = nameOf(server, id)
    if (this.#homes.has(name)) return
    home.ids.push(name)
    this.#homes.set(name, home)
    this.#lengths[id.length]!++
    for (const oldest of this.#homes.keys()) {
      if (this.#homes.size <= idsOfAllMost) break
      this.#drop(oldest)
    }
  }

  /** Whose connection ID a datagram to `server` carries; null where nobody's is known. */
  find(server: Endpoint, bytes: Uint8Array, from: number, to: number): QuicHome | null {
    const first = bytes[from] ?? 0
    if (this.#homes.size === 0 || (first & 0xc0) === 0) return null
    if ((first & 0x80) !== 0) {
      // RFC 8999 §5.1: the version, and the length of the ID.
      const length = bytes[from + 5] ?? 0
      return this.#at(server, bytes, from + 6, length, to)
    }
    for (let length = shortest; length <= longest; length++) {
      const home = this.#at(server, bytes, from + 1, length, to)
      if (home !== null) return home
    }
    return null
  }

  /** The connection is over. */
  forget(home: QuicHome): void {
    for (const name of home.ids) if (this.#homes.get(name) === home) this.#drop(name)
  }

  #at(
    server: Endpoint,
    bytes: Uint8Array,
    at: number,
    length: number,
    to: number,
  ): QuicHome | null {
    if (at + length > to || (this.#lengths[length] ?? 0) === 0) return null
    return this.#homes.get(nameOf(server, bytes.subarray(at, at + length))) ?? null
  }

  #drop(name: string): void {
    this.#homes.delete(name)
    this.#lengths[(name.length - name.lastIndexOf(' ') - 1) / 2]!--
  }
}

function nameOf({ address, port }: Endpoint, id: Uint8Array): string {
  return `${address} ${port} ${hex(id)}`
}
