// Puts handshake messages together from the fragments that records carry. RFC 8446 §5.1.

import type { Span } from '../wire/span.ts'
import { Pieces, type Point } from './pieces.ts'

/**
 * A longer handshake message is noted and its bytes are let go. The largest certificate chains and lists of
 * authorities seen are below 200 KiB; OpenSSL refuses a certificate message over 100 KiB.
 */
export const messageMost: number = 1 << 20

export interface GatheredMessage {
  readonly type: number
  /** Length of the body. */
  readonly length: number
  /** The whole message with its header; null where some of it is missing or it was too long to keep. */
  readonly bytes: Uint8Array | null
  readonly spans: readonly Span[]
  /** The frame and time of its last byte. */
  readonly frame: number
  readonly seconds: number
  readonly nanos: number
}

export class MessageGatherer {
  readonly #done: (message: GatheredMessage) => void
  #buffer: Uint8Array = new Uint8Array(0)
  /** Bytes of the message so far, kept or not. */
  #have = 0
  #need = 4
  /** Some bytes of this message are missing from the capture. */
  #holed = false
  readonly #pieces = new Pieces()
  #frame = 0
  #seconds = 0
  #nanos = 0

  constructor(done: (message: GatheredMessage) => void) {
    this.#done = done
  }

  /** True while a message is begun and not complete. */
  get open(): boolean {
    return this.#have > 0
  }

  /** `offset` is where in the frame the byte at `from` stands. */
  push(bytes: Uint8Array, from: number, to: number, offset: number, point: Point): void {
    let at = from
    while (at < to) {
      const length = Math.min(this.#need - this.#have, to - at)
      this.#keep(bytes, at, length)
      this.#pieces.add(point.frame, offset + at - from, length)
      this.#mark(point)
      at += length
      this.#advance(length)
    }
  }

  /** The same for bytes that were opened with keys: all of them stand in `spans`, nobody can say where. */
  pushOpened(bytes: Uint8Array, spans: readonly Span[], point: Point): void {
    let at = 0
    while (at < bytes.length) {
      const length = Math.min(this.#need - this.#have, bytes.length - at)
      this.#keep(bytes, at, length)
      for (const span of spans) this.#pieces.addOnce(span)
      this.#mark(point)
      at += length
      this.#advance(length)
    }
  }

  /** `length` bytes are missing. Answers false when it can't be told any more where messages begin. */
  gap(length: number): boolean {
    let left = length
    while (left > 0) {
      // Without its header a message has no end that could be found again.
      if (this.#have < 4) {
        this.reset()
        return false
      }
      const part = Math.min(this.#need - this.#have, left)
      this.#holed = true
      left -= part
      this.#advance(part)
    }
    return true
  }

  /** What is begun and not complete, for the end of the stream. */
  pending(): {
    type: number | null
    have: number
    need: number | null
    frame: number
    seconds: number
    nanos: number
    spans: readonly Span[]
  } | null {
    if (this.#have === 0) return null
    const whole = this.#have >= 4
    return {
      type: this.#buffer[0] ?? null,
      have: this.#have,
      need: whole ? this.#need : null,
      frame: this.#frame,
      seconds: this.#seconds,
      nanos: this.#nanos,
      spans: [...this.#pieces.spans],
    }
  }

  reset(): void {
    this.#have = 0
    this.#need = 4
    this.#holed = false
    this.#pieces.take()
  }

  #keep(bytes: Uint8Array, from: number, length: number): void {
    if (this.#need > messageMost + 4 || this.#holed) return
    if (this.#buffer.length < this.#have + length) {
      const larger = new Uint8Array(
        Math.min(this.#need, Math.max(this.#have + length, this.#buffer.length * 2)),
      )
      larger.set(this.#buffer.subarray(0, this.#have))
      this.#buffer = larger
    }
    this.#buffer.set(bytes.subarray(from, from + length), this.#have)
  }

  #mark(point: Point): void {
    this.#frame = point.frame
    this.#seconds = point.seconds
    this.#nanos = point.nanos
  }

  #advance(length: number): void {
    this.#have += length
    if (this.#have === 4 && this.#need === 4) {
      const [, high = 0, middle = 0, low = 0] = this.#buffer
      this.#need = 4 + ((high << 16) | (middle << 8) | low)
    }
    if (this.#have < this.#need) return
    const kept = !this.#holed && this.#need <= messageMost + 4
    const message: GatheredMessage = {
      type: this.#buffer[0] ?? 0,
      length: this.#need - 4,
      bytes: kept ? this.#buffer.subarray(0, this.#need) : null,
      spans: this.#pieces.take(),
      frame: this.#frame,
      seconds: this.#seconds,
      nanos: this.#nanos,
    }
    // The next message gets a buffer of its own: this one belongs to whoever keeps the message.
    this.#buffer = new Uint8Array(0)
    this.reset()
    this.#done(message)
  }
}
