// What stands before TLS in a TCP connection: found out line by line, until a hello begins.
//
// A hello is looked for where a message may begin: at the start of the stream, where a side speaks after the other did,
// and after every line or message of a protocol that is known. Not at every byte: chance would find some.

import type { Direction, Origin } from '../net/flow.ts'
import type { Conversation } from './conversation.ts'
import { PrefaceBuffer } from './preface-buffer.ts'
import { fitsStart } from './record-start.ts'

/** Plaintext in which an upgrade may still come. Dialogues that lead to one are far shorter. */
const plaintextMost = 64 << 10

/** A line that is longer is no line of a protocol that upgrades. */
const lineMost = 8 << 10

/** Lines kept of both sides. */
const linesMost = 200

const textMost = 200

export class Preface {
  /** True when the hello can't come any more. */
  hopeless = false
  readonly #conversation: Conversation
  readonly #buffers: readonly [PrefaceBuffer, PrefaceBuffer] = [
    new PrefaceBuffer(),
    new PrefaceBuffer(),
  ]
  /** By direction: a message may begin at the buffer's first unread byte. */
  readonly #boundary: [boolean, boolean] = [true, true]
  readonly #isTls: [boolean, boolean] = [false, false]
  #speaker: Direction | null = null
  #bytes = 0

  constructor(conversation: Conversation) {
    this.#conversation = conversation
  }

  isTls(direction: Direction): boolean {
    return this.#isTls[direction]
  }

  /** Takes the next bytes. When TLS begins in this direction, hands what belongs to it to `tls`. */
  push(
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
    tls: (bytes: Uint8Array, from: number, to: number, origin: Origin) => void,
  ): void {
    const buffer = this.#buffers[direction]
    if (this.#speaker !== direction) {
      this.#speaker = direction
      buffer.clear()
      this.#boundary[direction] = true
    }
    buffer.append(bytes, from, to, origin)
    this.#bytes += to - from
    if (this.#isTls[direction === 0 ? 1 : 0] && this.#boundary[direction])
      this.#isTls[direction] = true
    while (!this.#isTls[direction] && buffer.left > 0) {
      if (this.#boundary[direction]) {
        const fit = fitsStart(buffer.bytes, buffer.from, buffer.to)
        if (fit === 'more') return
        this.#isTls[direction] = fit === 'yes'
        this.#boundary[direction] = false
      } else if (!this.#readLine(direction)) break
    }
    if (this.#isTls[direction]) buffer.drain(tls)
    else if (this.#bytes > plaintextMost) this.hopeless = true
  }

  /** Bytes are missing: what comes next may begin anywhere. */
  gap(direction: Direction): void {
    this.#buffers[direction].clear()
    this.#boundary[direction] = true
  }

  /** No more bytes: notes a last line without an end. */
  end(): void {
    for (const direction of [0, 1] as const) {
      const { from, to, left } = this.#buffers[direction]
      if (left > 0 && !this.#isTls[direction]) this.#note(direction, from, to)
    }
  }

  #readLine(direction: Direction): boolean {
    const buffer = this.#buffers[direction]
    const end = buffer.bytes.indexOf(0x0a, buffer.from)
    if (end < 0 || end >= buffer.to) {
      if (buffer.left > lineMost) buffer.clear()
      return false
    }
    this.#note(direction, buffer.from, end + 1)
    buffer.from = end + 1
    this.#boundary[direction] = true
    return true
  }

  #note(direction: Direction, from: number, to: number): void {
    const buffer = this.#buffers[direction]
    const { preface } = this.#conversation
    if (preface.length >= linesMost) return
    const { frame, seconds, nanos } = buffer.pointAt(to - 1)
    preface.push({
      from: direction === 0 ? 'client' : 'server',
      frame,
      time: { seconds, nanos },
      text: printable(buffer.bytes.subarray(from, Math.min(to, from + textMost))),
      span: buffer.spanOf(from, to),
    })
  }
}

function printable(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes)
    text +=
      byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : byte === 10 || byte === 13
          ? ''
          : '.'
  return text
}
