// The first frames of a connection, as the glance has kept them.

import { Frame } from '../capture/frame.ts'
import { Origin, type Direction } from '../net/flow.ts'
import { noteFields as fields, noteSize } from './glance-memory.ts'

export type Payload = (
  direction: Direction,
  bytes: Uint8Array,
  from: number,
  to: number,
  origin: Origin,
) => void

export class FrameTape {
  readonly #bytes: Uint8Array
  readonly #notes: DataView

  constructor(bytes: Uint8Array, notes: Uint8Array) {
    this.#bytes = bytes
    this.#notes = new DataView(notes.buffer, notes.byteOffset, notes.length)
  }

  get length(): number {
    return this.#bytes.length
  }

  /** The frames, one after the other in the same object. */
  play(listen: (frame: Frame) => void): void {
    const frame = new Frame()
    for (let note = 0; note < this.#notes.byteLength; note += noteSize) {
      frame.bytes = this.#bytesOf(note)
      frame.from = 0
      frame.to = frame.bytes.length
      frame.wholeLength = this.#int(note, fields.whole)
      frame.number = this.#int(note, fields.number)
      frame.seconds = this.#notes.getFloat64(note + fields.seconds, true)
      frame.nanos = this.#int(note, fields.nanos)
      frame.linkType = this.#int(note, fields.linkType)
      frame.isSilent = this.#int(note, fields.size) < this.#int(note, fields.length)
      listen(frame)
    }
  }

  /** What the frames carry, in order. */
  payloads(listen: Payload): void {
    const origin = new Origin()
    for (let note = 0; note < this.#notes.byteLength; note += noteSize) {
      const length = this.#int(note, fields.payloadLength)
      if (length === 0) continue
      origin.frame = this.#int(note, fields.number)
      origin.seconds = this.#notes.getFloat64(note + fields.seconds, true)
      origin.nanos = this.#int(note, fields.nanos)
      origin.offset = this.#int(note, fields.payload)
      const direction = this.#int(note, fields.direction) === 0 ? 0 : 1
      const bytes = this.#bytesOf(note)
      listen(direction, bytes, origin.offset, origin.offset + length, origin)
    }
  }

  /** A frame's bytes; where its payload was of no interest, zeros stand for it. */
  #bytesOf(note: number): Uint8Array {
    const at = this.#int(note, fields.at)
    const size = this.#int(note, fields.size)
    const length = this.#int(note, fields.length)
    const bytes = this.#bytes.subarray(at, at + size)
    if (size === length) return bytes
    const whole = new Uint8Array(length)
    whole.set(bytes)
    return whole
  }

  #int(note: number, field: number): number {
    return this.#notes.getInt32(note + field, true)
  }
}
