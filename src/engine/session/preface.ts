// What stands before TLS in a TCP connection: followed message by message, until a hello begins.
//
// A hello is looked for where a message may begin: at the start of the stream, where a side speaks after the other did,
// and after every line or message of a protocol that is known. Not at every byte: chance would find some.

import type { Direction, Origin } from '../net/flow.ts'
import type { Side } from '../wire/span.ts'
import type { Conversation, UpgradeLine } from './conversation.ts'
import { PrefaceBuffer } from './preface-buffer.ts'
import { fitsStart, type Fit } from './record-start.ts'
import { recogniseDialogue } from './upgrades.ts'
import { printable, textOf, type Dialogue, type Said } from './upgrades/dialogue.ts'
import { tdsHeaderLength } from './upgrades/tds.ts'

/** Plaintext in which an upgrade may still come. Dialogues that lead to one are far shorter. */
const plaintextMost = 64 << 10

/** Lines kept of both sides. */
const linesMost = 200

const textMost = 200

/** A message that is still not whole with this many bytes is none. */
const waitingMost = 64 << 10

const sides: readonly [Side, Side] = ['client', 'server']

export class Preface {
  /** True when the hello can't come any more. */
  hopeless = false
  /** TLS comes inside the packets of TDS. */
  wrapped = false
  readonly #conversation: Conversation
  readonly #buffers: readonly [PrefaceBuffer, PrefaceBuffer] = [
    new PrefaceBuffer(),
    new PrefaceBuffer(),
  ]
  /** By direction: a message may begin at the buffer's first unread byte. */
  readonly #boundary: [boolean, boolean] = [true, true]
  /** By direction: what it says is not understood; where it speaks again, it may be. */
  readonly #strange: [boolean, boolean] = [false, false]
  readonly #isTls: [boolean, boolean] = [false, false]
  #dialogue: Dialogue | null = null
  #speaker: Direction | null = null
  #bytes = 0

  constructor(conversation: Conversation) {
    this.#conversation = conversation
  }

  isTls(direction: Direction): boolean {
    return this.#isTls[direction]
  }

  /** Bytes that a side may still say, as long as the other is silent, without anything being made of them. */
  unheardFrom(direction: Direction): number {
    if (
      this.#speaker !== direction ||
      this.#boundary[direction] ||
      this.#buffers[direction].left > 0
    )
      return 0
    return this.#dialogue?.isDeafTo?.(sides[direction]) ? plaintextMost - this.#bytes : 0
  }

  /** So many of them have passed. */
  pass(direction: Direction, length: number): void {
    this.#buffers[direction].skip(length)
    this.#count(length)
  }

  /**
   * Steps over bytes amid a message that is not followed, such as a body of HTTP: nobody will want to see them.
   * Answers false where the bytes are to be pushed.
   */
  skip(direction: Direction, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#speaker !== direction || this.#boundary[direction]) return false
    const buffer = this.#buffers[direction]
    if (!this.#dialogue || buffer.left > 0) return false
    if (this.#dialogue.measure(sides[direction], bytes, from, to) >= 0) return false
    this.#strange[direction] = true
    this.pass(direction, to - from)
    return true
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
      if (this.#strange[direction]) this.#boundary[direction] = true
    }
    buffer.append(bytes, from, to, origin)
    while (!this.#isTls[direction] && buffer.left > 0 && this.#step(direction));
    if (this.#isTls[direction]) buffer.drain(tls)
    else this.#count(to - from)
  }

  /** Bytes are missing: what comes next may begin anywhere. */
  gap(direction: Direction): void {
    this.#buffers[direction].clear()
    this.#boundary[direction] = true
  }

  /** No more bytes: notes a last line without an end. */
  end(): void {
    for (const direction of [0, 1] as const)
      if (!this.#isTls[direction]) this.#noteUnread(direction)
  }

  #count(length: number): void {
    this.#bytes += length
    if (this.#bytes > plaintextMost) this.hopeless = true
  }

  /** Reads one message, or finds where TLS begins. Answers false when more bytes are needed. */
  #step(direction: Direction): boolean {
    const buffer = this.#buffers[direction]
    if (this.#boundary[direction]) {
      const fit = this.#fitsTls(direction)
      if (fit === 'more') return false
      if (fit === 'yes') {
        this.#isTls[direction] = true
        return false
      }
    }
    const side = sides[direction]
    const { bytes, from, to } = buffer
    if (!this.#dialogue && this.#boundary[direction]) {
      const found = recogniseDialogue(side, bytes, from, to)
      if (found === 'more' && to - from < waitingMost) return false
      this.#dialogue = found === 'more' ? null : found
    }
    const length = this.#dialogue?.measure(side, bytes, from, to) ?? -1
    this.#strange[direction] = length < 0
    // Amid a message no hello can begin, however its bytes look.
    this.#boundary[direction] = length > 0
    if (length > 0) this.#take(direction, length)
    else if (length < 0) buffer.clear()
    return length > 0
  }

  #fitsTls(direction: Direction): Fit {
    const { bytes, from, to } = this.#buffers[direction]
    const other = direction === 0 ? 1 : 0
    // Where one side is in TLS, what the other says is meant to be, too; unless it owes an answer in plaintext.
    if (this.#isTls[other] && !this.#dialogue?.awaits) return 'yes'
    if (this.#dialogue?.protocol === 'tds') {
      const fit = fitsStart(bytes, from + tdsHeaderLength, Math.max(to, from + tdsHeaderLength))
      if (fit === 'yes') this.wrapped = true
      if (fit !== 'no') return fit
    }
    return fitsStart(bytes, from, to)
  }

  #take(direction: Direction, length: number): void {
    const buffer = this.#buffers[direction]
    const dialogue = this.#dialogue
    if (!dialogue) return
    const { from } = buffer
    const said = dialogue.take(sides[direction], buffer.bytes.subarray(from, from + length))
    const line = this.#lineAt(direction, from, length, said.text ?? '')
    const { preface } = this.#conversation
    if (said.text && preface.length < linesMost) preface.push({ from: sides[direction], ...line })
    buffer.from = from + length
    this.#learn(dialogue, said, line)
    if (!said.over) return
    this.#dialogue = null
    this.#boundary[0] = true
    this.#boundary[1] = true
  }

  #learn(dialogue: Dialogue, said: Said, line: UpgradeLine): void {
    const c = this.#conversation
    if (said.target !== undefined) c.proxyTarget = said.target
    const { protocol } = dialogue
    if (protocol === null) return
    if (protocol === 'proxy-protocol') {
      c.upgrade = dialogue.upgrade
      return
    }
    if (c.upgradeFacts?.protocol !== protocol)
      c.upgradeFacts = { protocol, offered: null, asked: null, answer: null }
    const facts = c.upgradeFacts
    if (said.offered !== undefined) facts.offered = said.offered
    if (said.asked) {
      facts.asked = line
      facts.answer = null
      c.upgrade = dialogue.upgrade
    }
    if (said.accepted !== undefined) facts.answer = { ...line, accepted: said.accepted }
  }

  #noteUnread(direction: Direction): void {
    const { bytes, from, to, left } = this.#buffers[direction]
    const { preface } = this.#conversation
    if (left === 0 || !this.#dialogue || preface.length >= linesMost) return
    const text = printable(textOf(bytes.subarray(from, Math.min(to, from + textMost))))
    preface.push({ from: sides[direction], ...this.#lineAt(direction, from, left, text) })
  }

  #lineAt(direction: Direction, from: number, length: number, text: string): UpgradeLine {
    const buffer = this.#buffers[direction]
    const { frame, seconds, nanos } = buffer.pointAt(from + length - 1)
    return {
      frame,
      time: { seconds, nanos },
      text: text.slice(0, textMost),
      span: buffer.spanOf(from, from + length),
    }
  }
}
