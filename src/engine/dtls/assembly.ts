// Puts handshake messages together from fragments that were lost, repeated or overtaken on the way. RFC 6347 §4.2.3.

import type { Span } from '../wire/span.ts'
import { Extents, type Allowance } from '../wire/extents.ts'
import type { Fragment } from './fragment.ts'

/** A longer message is not put together. The largest certificate chains and lists of authorities are below 200 KiB. */
const messageMost = 1 << 18

/** Messages of one side under way at once: a flight has at most seven, and none overtakes another flight. */
const messagesMost = 16

/** Messages remembered of one side, to know them when they come again: more than two handshakes have. */
const rememberedMost = 32

export interface AssembledMessage {
  readonly messageSeq: number
  /** In the form of TLS: type, length, body. */
  readonly bytes: Uint8Array
  /** The four bytes of that header, and then the body, where they stand in the capture. */
  readonly spans: readonly Span[]
  /** It came before, byte for byte. */
  readonly retransmission: boolean
}

export interface UnfinishedMessage {
  readonly type: number
  readonly length: number
  readonly have: number
  readonly frame: number
  readonly seconds: number
  readonly nanos: number
  readonly spans: readonly Span[]
}

interface Assembly {
  readonly type: number
  readonly length: number
  readonly body: Extents
  readonly header: Span
  frame: number
  seconds: number
  nanos: number
}

/** Where a fragment stands: its frame, the offset of its header in it, and whether it was in clear. */
export interface FragmentPlace {
  readonly frame: number
  readonly seconds: number
  readonly nanos: number
  readonly header: Span
  readonly data: Span
  readonly direct: boolean
}

/** The messages of one side. */
export class MessageAssembler {
  readonly #allowance: Allowance
  readonly #open = new Map<number, Assembly>()
  readonly #done = new Map<number, Uint8Array>()

  constructor(allowance: Allowance) {
    this.#allowance = allowance
  }

  /** Whether a message of this number has been complete before. */
  knows(messageSeq: number): boolean {
    return this.#done.has(messageSeq)
  }

  /** Takes a fragment; answers the message that it completes. */
  add(fragment: Fragment, place: FragmentPlace): AssembledMessage | null {
    const { type, length, messageSeq, offset, data } = fragment
    if (length > messageMost) return null
    if (offset === 0 && data.length === length)
      return this.#complete(messageSeq, type, data, [place.header, place.data])
    let assembly = this.#open.get(messageSeq)
    // Another message under the same number: the handshake began anew.
    if (assembly !== undefined && (assembly.type !== type || assembly.length !== length)) {
      this.#forget(messageSeq)
      assembly = undefined
    }
    if (assembly === undefined) {
      if (this.#open.size >= messagesMost) return null
      const body = new Extents(messageMost, this.#allowance)
      const { frame, seconds, nanos, header } = place
      assembly = { type, length, body, header, frame, seconds, nanos }
      this.#open.set(messageSeq, assembly)
    }
    if (assembly.body.put(offset, data, place.data, place.direct) === null) return null
    assembly.frame = place.frame
    assembly.seconds = place.seconds
    assembly.nanos = place.nanos
    if (assembly.body.contiguous() < length) return null
    const { bytes, spans } = assembly.body.join(0, length)
    return this.#complete(messageSeq, type, bytes, [assembly.header, ...spans])
  }

  /** The first message, by number, of which something is missing; never one that was whole before. */
  unfinished(): UnfinishedMessage | null {
    const first = [...this.#open.keys()]
      .filter((seq) => !this.#done.has(seq))
      .sort((a, b) => a - b)[0]
    const assembly = first === undefined ? undefined : this.#open.get(first)
    if (assembly === undefined) return null
    const { type, length, body, frame, seconds, nanos } = assembly
    return { type, length, have: body.held, frame, seconds, nanos, spans: body.spans() }
  }

  /** Gives back what it holds of the allowance. */
  end(): void {
    for (const seq of [...this.#open.keys()]) this.#forget(seq)
  }

  #complete(
    messageSeq: number,
    type: number,
    body: Uint8Array,
    spans: readonly Span[],
  ): AssembledMessage {
    const bytes = new Uint8Array(4 + body.length)
    bytes.set([type, body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff])
    bytes.set(body, 4)
    const before = this.#done.get(messageSeq)
    const retransmission = before !== undefined && isSame(before, bytes)
    this.#forget(messageSeq)
    this.#done.delete(messageSeq)
    this.#done.set(messageSeq, bytes)
    for (const oldest of this.#done.keys()) {
      if (this.#done.size <= rememberedMost) break
      this.#done.delete(oldest)
    }
    return { messageSeq, bytes, spans, retransmission }
  }

  #forget(messageSeq: number): void {
    this.#open.get(messageSeq)?.body.drop()
    this.#open.delete(messageSeq)
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
