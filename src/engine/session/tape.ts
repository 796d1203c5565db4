// What a TCP connection said so far, kept as it came: to be played to a session only where somebody wants to know.

import { Origin, type Direction } from '../net/flow.ts'

/** A handshake with a chain of certificates and the first data of both sides fits several times over. */
const tapeLength = 16 << 10
/** Together 32 MiB: connections beyond that are followed in full from their first byte. */
const tapesMost = 2048
/** Where copies stand, many in one piece: each by itself would cost more than its bytes. */
const slabLength = 64 << 10

/** Direction, where in the buffer (-1: silence), length, and the origin: frame, seconds, nanos, offset. */
const fields = 7

/** Up to so many bytes a loop costs less than a view and a call. */
const loopMost = 192

/** As long as a segment can be. */
const silence = new Uint8Array(1 << 16)

export type Played = (
  direction: Direction,
  bytes: Uint8Array,
  from: number,
  to: number,
  origin: Origin,
) => void

/** Buffers are used again: most connections need one for some milliseconds. */
export class Tapes {
  readonly #free: Uint8Array[] = []
  #made = 0
  #slab = new Uint8Array(0)

  /** Null when all are in use. */
  take(): Tape | null {
    const buffer = this.#free.pop()
    if (buffer) return new Tape(buffer)
    if (this.#made >= tapesMost) return null
    this.#made++
    return new Tape(new Uint8Array(tapeLength))
  }

  giveBack(tape: Tape): void {
    this.#free.push(tape.bytes)
  }

  /** A tape of its own with the beginning of each direction, at most so many bytes of it. */
  copy(tape: Tape, most: readonly [number, number]): Tape {
    const length = tape.lengthOf(most)
    if (length > this.#slab.length) this.#slab = new Uint8Array(Math.max(slabLength, length))
    const copied = new Tape(this.#slab.subarray(0, length))
    this.#slab = this.#slab.subarray(length)
    tape.copyTo(copied, most)
    return copied
  }
}

export class Tape {
  readonly bytes: Uint8Array
  #used = 0
  readonly #pieces: number[] = []

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** False where it does not fit: the piece is then not on the tape. */
  record(
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
  ): boolean {
    if (this.#used + to - from > this.bytes.length) return false
    this.#note(direction, this.#used, to - from, origin)
    if (to - from > loopMost) this.bytes.set(bytes.subarray(from, to), this.#used)
    else for (let at = from, put = this.#used; at < to; at++, put++) this.bytes[put] = bytes[at]!
    this.#used += to - from
    return true
  }

  /** Bytes that nobody will look at, such as protected data: zeros are played in their place. */
  recordSilence(direction: Direction, length: number, origin: Origin): void {
    this.#note(direction, -1, length, origin)
  }

  /** The first bytes of a direction, at most `most`, in one piece. */
  start(direction: Direction, most: number): Uint8Array {
    const whole = new Uint8Array(most)
    let have = 0
    const p = this.#pieces
    for (let i = 0; i < p.length && have < most; i += fields) {
      if (p[i] !== direction) continue
      const length = Math.min(p[i + 2]!, most - have)
      if (p[i + 1]! >= 0) whole.set(this.bytes.subarray(p[i + 1], p[i + 1]! + length), have)
      have += length
    }
    return whole.subarray(0, have)
  }

  /** Bytes that a copy needs. */
  lengthOf(most: readonly [number, number]): number {
    const p = this.#pieces
    let [left0, left1] = most
    let length = 0
    for (let i = 0; i < p.length; i += fields) {
      const some = Math.min(p[i + 2]!, p[i] === 0 ? left0 : left1)
      if (p[i] === 0) left0 -= some
      else left1 -= some
      if (p[i + 1]! >= 0) length += some
    }
    return length
  }

  copyTo(other: Tape, most: readonly [number, number]): void {
    let [left0, left1] = most
    this.play((direction, bytes, from, to, origin) => {
      const length = Math.min(to - from, direction === 0 ? left0 : left1)
      if (direction === 0) left0 -= length
      else left1 -= length
      if (length === 0) return
      if (bytes === silence) other.recordSilence(direction, length, origin)
      else other.record(direction, bytes, from, from + length, origin)
    })
  }

  play(listen: Played): void {
    const origin = new Origin()
    const p = this.#pieces
    for (let i = 0; i < p.length; i += fields) {
      origin.frame = p[i + 3]!
      origin.seconds = p[i + 4]!
      origin.nanos = p[i + 5]!
      origin.offset = p[i + 6]!
      const from = p[i + 1]!
      const direction = p[i] === 0 ? 0 : 1
      if (from < 0) listen(direction, silence, 0, p[i + 2]!, origin)
      else listen(direction, this.bytes, from, from + p[i + 2]!, origin)
    }
  }

  #note(direction: Direction, at: number, length: number, origin: Origin): void {
    const { frame, seconds, nanos, offset } = origin
    this.#pieces.push(direction, at, length, frame, seconds, nanos, offset)
  }
}
