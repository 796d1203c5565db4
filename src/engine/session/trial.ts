// The first look at a connection: steps over its records to see whether it is a TLS 1.3 handshake that goes well.
//
// Most connections of a capture are, and nobody asks for more of them than their number. Whatever is not quite so is
// odd: the tape is then played to a full session, which misses nothing. Here no message but the ServerHello is read.

import type { Direction, Origin } from '../net/flow.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { parseHandshake } from '../tls/handshake.ts'
import { selectedVersion } from '../tls/hello.ts'
import { recordHeaderLength } from '../tls/record.ts'
import { isTls13 } from '../tls/version.ts'
import { SealedWatch } from './sealed-watch.ts'
import type { Tape } from './tape.ts'

/**
 * `undecided`: the piece is on the tape. `settled`: the handshake went well, whatever may follow. `odd`: it is on the
 * tape, which is to be played. `full`: it is not, and is to be handed on behind the tape.
 */
export type Sight = 'undecided' | 'settled' | 'odd' | 'full'

/** RFC 8446 §5.2: more than that is no record. */
const longest = (1 << 14) + 256

/** A ClientHello with a post-quantum key share and room to spare. */
const helloMost = 4096

/** Where one direction stands in its records. */
class Lane {
  records = 0
  /** Bytes of the record under way that are still to come. */
  left = 0
  headHave = 0
  type = 0
  length = 0
}

export class Trial {
  readonly tape: Tape
  readonly #lanes: readonly [Lane, Lane] = [new Lane(), new Lane()]
  #watch: SealedWatch | null = null
  #records = 0
  #serverHelloLength = 0

  constructor(tape: Tape) {
    this.tape = tape
  }

  see(direction: Direction, bytes: Uint8Array, from: number, to: number, origin: Origin): Sight {
    if (!this.tape.record(direction, bytes, from, to, origin)) return 'full'
    if (this.#lanes[direction].records === 0 && !this.#fits(direction, bytes, from, to))
      return 'odd'
    if (!this.#step(direction, bytes, from, to, origin.frame)) return 'odd'
    return this.#watch?.isSettled ? 'settled' : 'undecided'
  }

  /** The two hellos, for those who ask about them later. */
  hellos(): Tape {
    return this.tape.copy([helloMost, recordHeaderLength + this.#serverHelloLength])
  }

  /** A connection begins with the client's hello, whole enough to be known as one. */
  #fits(direction: Direction, bytes: Uint8Array, from: number, to: number): boolean {
    if (direction === 1) return this.#lanes[0].records > 0
    return (
      to - from > recordHeaderLength &&
      bytes[from] === contentTypes.handshake &&
      bytes[from + recordHeaderLength] === handshakeTypes.client_hello
    )
  }

  /** False as soon as something is odd. */
  #step(direction: Direction, bytes: Uint8Array, from: number, to: number, frame: number): boolean {
    const lane = this.#lanes[direction]
    let at = from
    while (at < to) {
      if (lane.left > 0) {
        const some = Math.min(lane.left, to - at)
        lane.left -= some
        at += some
        const isServerHello = direction === 1 && lane.records === 1 && lane.left === 0
        if (isServerHello && !this.#readServerHello(lane.length, frame)) return false
        continue
      }
      const byte = bytes[at++]!
      if (lane.headHave === 0) lane.type = byte
      else if (lane.headHave === 1 && byte !== 3) return false
      else if (lane.headHave === 3) lane.length = byte << 8
      else if (lane.headHave === 4) lane.length |= byte
      if (++lane.headHave < recordHeaderLength) continue
      lane.headHave = 0
      lane.left = lane.length
      lane.records++
      if (!this.#begin(direction, lane, frame)) return false
      if (this.#watch?.isSettled) return true
    }
    return true
  }

  #begin(direction: Direction, { type, length, records }: Lane, frame: number): boolean {
    const number = this.#records++
    if (length === 0 || length > longest) return false
    switch (type) {
      case contentTypes.handshake:
        // In clear there are the two hellos and nothing else; the client's may take several records.
        return direction === 0 ? this.#lanes[1].records === 0 : records === 1
      case contentTypes.change_cipher_spec:
        return length === 1
      case contentTypes.application_data:
        this.#watch?.see(direction === 0 ? 'client' : 'server', frame, length, number)
        return direction === 0 || this.#watch !== null
      default:
        return false
    }
  }

  #readServerHello(length: number, frame: number): boolean {
    this.#serverHelloLength = length
    const record = this.tape.start(1, recordHeaderLength + length).subarray(recordHeaderLength)
    const { body, damage } = parseHandshake(record)
    if (damage !== null || body?.kind !== 'server_hello') return false
    if (!isTls13(selectedVersion(body))) return false
    this.#watch = new SealedWatch(body.cipherSuite, frame)
    return true
  }
}
