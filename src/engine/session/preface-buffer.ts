// The bytes of one direction before TLS, kept until it is known what they are.

import { Origin } from '../net/flow.ts'
import { Pieces } from './pieces.ts'
import type { Span } from '../wire/span.ts'

interface Piece {
  /** Position in the stream of its first byte. */
  readonly at: number
  readonly length: number
  readonly frame: number
  readonly offset: number
  readonly seconds: number
  readonly nanos: number
}

/** Most connections of a port scan say nothing: room is made for the first byte. */
const nothing = new Uint8Array(0)
const least = 256

export class PrefaceBuffer {
  /** Unread bytes stand from `from` to `to`. */
  bytes: Uint8Array = nothing
  from = 0
  to = 0
  /** Position in the stream of the byte at index 0. */
  #base = 0
  #pieces: Piece[] = []

  get left(): number {
    return this.to - this.from
  }

  append(bytes: Uint8Array, from: number, to: number, origin: Origin): void {
    this.#compact()
    const length = to - from
    if (this.to + length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.to + length, this.bytes.length * 2, least))
      larger.set(this.bytes.subarray(0, this.to))
      this.bytes = larger
    }
    this.bytes.set(bytes.subarray(from, to), this.to)
    const { frame, offset, seconds, nanos } = origin
    this.#pieces.push({ at: this.#base + this.to, length, frame, offset, seconds, nanos })
    this.to += length
  }

  /** Counts bytes that are not to be read. The buffer is empty. */
  skip(length: number): void {
    this.#base += length
  }

  /** The frame and time of the byte at index `at`. */
  pointAt(at: number): { frame: number; seconds: number; nanos: number } {
    const piece = this.#pieceAt(this.#base + at)
    return piece ?? { frame: 0, seconds: 0, nanos: 0 }
  }

  /** Where the bytes from index `from` to `to` stand, as far as they stand in the frame of the first. */
  spanOf(from: number, to: number): Span {
    const pieces = new Pieces()
    this.#each(from, to, (piece, at, length) => {
      pieces.add(piece.frame, piece.offset + at - piece.at, length)
    })
    return pieces.spans[0] ?? { frame: 0, offset: 0, length: 0 }
  }

  /** Hands on everything unread, piece by piece, and empties the buffer. */
  drain(sink: (bytes: Uint8Array, from: number, to: number, origin: Origin) => void): void {
    const origin = new Origin()
    this.#each(this.from, this.to, (piece, at, length) => {
      origin.frame = piece.frame
      origin.seconds = piece.seconds
      origin.nanos = piece.nanos
      origin.offset = piece.offset + at - piece.at
      sink(this.bytes, at - this.#base, at - this.#base + length, origin)
    })
    this.clear()
  }

  clear(): void {
    this.#base += this.to
    this.from = 0
    this.to = 0
    this.#pieces = []
  }

  #each(from: number, to: number, visit: (piece: Piece, at: number, length: number) => void): void {
    const [start, end] = [this.#base + from, this.#base + to]
    for (const piece of this.#pieces) {
      const at = Math.max(piece.at, start)
      const length = Math.min(piece.at + piece.length, end) - at
      if (length > 0) visit(piece, at, length)
    }
  }

  #pieceAt(position: number): Piece | undefined {
    return this.#pieces.find((p) => position >= p.at && position < p.at + p.length)
  }

  /** Drops what was read, so that the buffer holds no more than one message and a segment. */
  #compact(): void {
    if (this.from === 0) return
    this.bytes.copyWithin(0, this.from, this.to)
    this.#base += this.from
    this.to -= this.from
    this.from = 0
    this.#pieces = this.#pieces.filter((p) => p.at + p.length > this.#base)
  }
}
