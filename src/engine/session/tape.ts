// What a TCP connection said so far, kept as it came: to be played to a session only where somebody wants to know.

import { Origin, type Direction } from '../net/flow.ts'

/** A TLS 1.3 handshake with a chain of certificates and the first data of both sides fits several times over. */
const tapeLength = 16 << 10
/** Together 32 MiB: connections beyond that are followed in full from their first byte. */
const tapesMost = 2048

/** Direction, where in the buffer, and the origin: frame, seconds, nanos, offset. */
const fields = 7

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
}

export class Tape {
  readonly bytes: Uint8Array
  #used = 0
  #pieces: number[] = []

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** False where it does not fit: the piece is then not on the tape. */
  record(
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    { frame, seconds, nanos, offset }: Origin,
  ): boolean {
    const end = this.#used + to - from
    if (end > this.bytes.length) return false
    // A loop costs less than a view and a call for the small pieces that handshakes come in.
    for (let at = from, put = this.#used; at < to; at++, put++) this.bytes[put] = bytes[at]!
    this.#pieces.push(direction, this.#used, end, frame, seconds, nanos, offset)
    this.#used = end
    return true
  }

  /** The first bytes of a direction, at most `most`: contiguous where they came in one piece, else copied. */
  start(direction: Direction, most: number): Uint8Array {
    const views: Uint8Array[] = []
    let have = 0
    for (let i = 0; i < this.#pieces.length && have < most; i += fields) {
      if (this.#pieces[i] !== direction) continue
      const from = this.#pieces[i + 1]!
      const to = Math.min(this.#pieces[i + 2]!, from + most - have)
      views.push(this.bytes.subarray(from, to))
      have += to - from
    }
    const [first] = views
    if (first && views.length === 1) return first
    const whole = new Uint8Array(have)
    let at = 0
    for (const view of views) {
      whole.set(view, at)
      at += view.length
    }
    return whole
  }

  /** A tape of its own with the beginning of each direction, at most so many bytes of it. */
  copy(most: readonly [number, number]): Tape {
    const left = [most[0], most[1]]
    const p = this.#pieces
    const ends: number[] = []
    let whole = 0
    for (let i = 0; i < p.length; i += fields) {
      const length = Math.min(p[i + 2]! - p[i + 1]!, left[p[i]!]!)
      left[p[i]!]! -= length
      ends.push(p[i + 1]! + length)
      whole += length
    }
    const copied = new Tape(new Uint8Array(whole))
    const origin = new Origin()
    for (let i = 0; i < p.length; i += fields) {
      const [from, end] = [p[i + 1]!, ends[i / fields]!]
      if (end > from) copied.record(this.#pieceAt(i, origin), this.bytes, from, end, origin)
    }
    return copied
  }

  play(listen: Played): void {
    const origin = new Origin()
    const p = this.#pieces
    for (let i = 0; i < p.length; i += fields)
      listen(this.#pieceAt(i, origin), this.bytes, p[i + 1]!, p[i + 2]!, origin)
  }

  #pieceAt(i: number, origin: Origin): Direction {
    const p = this.#pieces
    origin.frame = p[i + 3]!
    origin.seconds = p[i + 4]!
    origin.nanos = p[i + 5]!
    origin.offset = p[i + 6]!
    return p[i] === 0 ? 0 : 1
  }
}
