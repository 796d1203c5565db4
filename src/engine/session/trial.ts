// The first look at a connection: steps over its records to see whether its handshake goes well.
//
// Most do, and nobody asks for more of them than their number. Whatever is not quite so is odd: the tape is then played
// to a full session, which misses nothing. Here no message but the ServerHello is read.

import { Origin, type Direction } from '../net/flow.ts'
import { nameOfCipherSuite } from '../registry/name.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { mostExpansion, mostPlaintext, recordHeaderLength } from '../tls/record.ts'
import { isTls13 } from '../tls/version.ts'
import { ClassicWatch } from './classic-watch.ts'
import { SealedWatch } from './sealed-watch.ts'
import { readChoice } from './server-choice.ts'
import type { Played, Tape, Tapes } from './tape.ts'
import { firstMost, type TcpSession } from './tcp-session.ts'

/**
 * `undecided`: more is to be seen. `settled`: the handshake went well, whatever may follow. `odd`: what was seen is to
 * be played to a session, and the rest of the piece, from `seen` on, handed on behind it.
 */
export type Sight = 'undecided' | 'settled' | 'odd'

const handshakeHeaderLength = 4

/** Suites that protect by a MAC alone leave the handshake in clear. */
const nullSuite = '_WITH_NULL_'

/** A ClientHello with a post-quantum key share and room to spare. */
const helloMost = 4096

/** Where one direction stands in its records. */
class Lane {
  records = 0
  /** Bytes of the record under way that are still to come. */
  left = 0
  /** Bytes of the header under way that came: its type, and version and length in one number. */
  headHave = 0
  type = 0
  rest = 0
  /** Bytes on the tape. */
  seen = 0
  /** A record of data is through. */
  hasTold = false
  /** What came since the tape stopped. */
  passed = 0
  dataRecords = 0
  dataBytes = 0

  /** So many bytes of the record under way came. */
  advance(length: number): void {
    this.left -= length
    if (this.left === 0 && this.type === contentTypes.application_data) this.hasTold = true
  }

  /** Takes in a byte of a header. True when it is whole. */
  takeHead(byte: number): boolean {
    if (this.headHave === 0) this.type = byte
    else this.rest = (this.rest << 8) | byte
    this.headHave = (this.headHave + 1) % recordHeaderLength
    return this.headHave === 0
  }

  /** The part of a header that came. */
  get head(): Uint8Array {
    const bytes = Uint8Array.of(this.type, 0, 0, 0, 0).subarray(0, this.headHave)
    for (let at = this.headHave - 1, rest = this.rest; at > 0; at--, rest >>= 8) bytes[at] = rest
    return bytes
  }

  get major(): number {
    return this.rest >>> 24
  }

  /** As the last whole header says. */
  get length(): number {
    return this.rest & 0xffff
  }

  /** Protected data, and not of a side's first bytes, which are told whatever they are. */
  get isSilent(): boolean {
    return this.type === contentTypes.application_data && this.seen >= firstMost
  }
}

/** Records that were stepped over: of data, and alerts. */
export interface Passed {
  records: number
  dataRecords: number
  dataBytes: number
}

export class Trial {
  /** Where in the piece that was odd the part begins that is not on the tape. */
  seen = 0
  readonly #tapes: Tapes
  #tape: Tape
  readonly #lanes: readonly [Lane, Lane] = [new Lane(), new Lane()]
  #sealed: SealedWatch | null = null
  #classic: ClassicWatch | null = null
  #records = 0
  #serverHelloLength = 0
  /** Nothing more goes on the tape: the handshake and the first data of both sides are on it. */
  #isWell = false

  constructor(tapes: Tapes, tape: Tape) {
    this.#tapes = tapes
    this.#tape = tape
  }

  see(direction: Direction, bytes: Uint8Array, from: number, to: number, origin: Origin): Sight {
    const lane = this.#lanes[direction]
    if (this.#isWell) return this.#pass(lane, bytes, from, to)
    if (lane.left >= to - from && lane.isSilent) {
      this.#tape.recordSilence(direction, to - from, origin)
      lane.advance(to - from)
      if (this.#isTold) this.#stopTape()
      return 'undecided'
    }
    this.seen = from
    if (lane.records === 0 && !this.#fits(direction, bytes, from, to)) return 'odd'
    if (!this.#tape.record(direction, bytes, from, to, origin)) return 'odd'
    this.seen = to
    lane.seen += to - from
    if (!this.#step(direction, lane, bytes, from, to, origin.frame)) return 'odd'
    if (this.#sealed?.isSettled) return 'settled'
    if (this.#isTold) this.#stopTape()
    return 'undecided'
  }

  /** TLS 1.2 and before: the handshake went well, and no renegotiation was seen up to now. */
  get isWell(): boolean {
    return this.#isWell
  }

  /** All that is known, told to a session that is to go on from here. */
  play(session: TcpSession, listen: Played): void {
    this.#tape.play(listen)
    if (this.#isWell)
      for (const direction of [0, 1] as const) {
        const lane = this.#lanes[direction]
        const { passed: records, dataRecords, dataBytes } = lane
        session.pass(direction, { records, dataRecords, dataBytes }, lane.left)
        if (lane.headHave > 0) listen(direction, lane.head, 0, lane.headHave, new Origin())
      }
    this.release()
  }

  /** The two hellos, for those who ask about them later. */
  hellos(): Tape {
    return this.#tapes.copy(this.#tape, [helloMost, recordHeaderLength + this.#serverHelloLength])
  }

  /** The handshake as far as it is on the tape. */
  get handshake(): Tape {
    return this.#tape
  }

  /** Lets go of the tape. */
  release(): void {
    if (!this.#isWell) this.#tapes.giveBack(this.#tape)
  }

  /** All that a session would tell of a handshake that goes well: up to the end of the first data of both sides. */
  get #isTold(): boolean {
    return this.#classic?.isWell === true && this.#lanes[0].hasTold && this.#lanes[1].hasTold
  }

  #stopTape(): void {
    const copy = this.#tapes.copy(this.#tape, [Infinity, Infinity])
    this.release()
    this.#tape = copy
    this.#isWell = true
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
  #step(
    direction: Direction,
    lane: Lane,
    bytes: Uint8Array,
    from: number,
    to: number,
    frame: number,
  ): boolean {
    let at = from
    while (at < to) {
      if (lane.left > 0) {
        const some = Math.min(lane.left, to - at)
        lane.advance(some)
        at += some
        if (direction === 0 || lane.records > 1 || lane.left > 0) continue
        const { length } = lane
        const isInPiece = at - from >= length
        const record = isInPiece ? bytes : this.#tape.start(1, recordHeaderLength + length)
        const end = isInPiece ? at : record.length
        if (!this.#readServerHello(record, end - length, end, frame)) return false
        continue
      }
      if (!lane.takeHead(bytes[at++]!)) continue
      if (!this.#begin(direction, lane, frame)) return false
      if (this.#sealed?.isSettled) return true
    }
    return true
  }

  #begin(direction: Direction, lane: Lane, frame: number): boolean {
    const { type, length } = lane
    lane.left = length
    lane.advance(0)
    lane.records++
    const number = this.#records++
    if (lane.major !== 3 || length > mostPlaintext + mostExpansion) return false
    // Old stacks send records without data against attacks on CBC.
    if (length === 0 && type !== contentTypes.application_data) return false
    if (type === contentTypes.change_cipher_spec && length !== 1) return false
    if (this.#classic) return this.#classic.see(direction, type)
    switch (type) {
      case contentTypes.handshake:
        // Before the ServerHello is read there are the two hellos; the client's may take several records.
        return direction === 0 ? this.#lanes[1].records === 0 : lane.records === 1
      case contentTypes.change_cipher_spec:
        return true
      case contentTypes.application_data:
        this.#sealed?.see(direction === 0 ? 'client' : 'server', frame, length, number)
        return direction === 0 || this.#sealed !== null
      default:
        return false
    }
  }

  /** Steps over data after the handshake; what else comes in clear or begins anew is odd. */
  #pass(lane: Lane, bytes: Uint8Array, from: number, to: number): Sight {
    let at = from
    while (at < to) {
      if (lane.left > 0) {
        const some = Math.min(lane.left, to - at)
        lane.left -= some
        at += some
        continue
      }
      const byte = bytes[at]!
      if (
        lane.headHave === 0 &&
        byte !== contentTypes.application_data &&
        byte !== contentTypes.alert
      ) {
        this.seen = at
        return 'odd'
      }
      at++
      if (lane.takeHead(byte)) this.#passRecord(lane)
    }
    return 'undecided'
  }

  #passRecord(lane: Lane): void {
    // Where no record stands none can be found any more: the rest of the direction tells nothing.
    lane.left = lane.major === 3 ? lane.length : Infinity
    lane.passed++
    if (lane.type !== contentTypes.application_data) return
    lane.dataRecords++
    lane.dataBytes += lane.length
  }

  /** Reads what the record in `bytes` from `from` to `to` begins with. */
  #readServerHello(bytes: Uint8Array, from: number, to: number, frame: number): boolean {
    const body = from + handshakeHeaderLength
    if (to < body || bytes[from] !== handshakeTypes.server_hello || bytes[from + 1] !== 0)
      return false
    const end = body + ((bytes[from + 2]! << 8) | bytes[from + 3]!)
    const choice = end > to ? -1 : readChoice(bytes, body, end)
    if (choice < 0) return false
    const suite = choice & 0xffff
    this.#serverHelloLength = to - from
    if (isTls13(choice >> 16)) {
      this.#sealed = new SealedWatch(suite, frame)
      return end === to
    }
    this.#classic = new ClassicWatch()
    return !nameOfCipherSuite(suite).includes(nullSuite)
  }
}
