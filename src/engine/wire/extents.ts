// Bytes of one message or stream that come in any order, some of them twice: kept until they are contiguous.

import type { Span } from './span.ts'

/**
 * Bytes that wait in all messages and streams of a scan together. Far beyond what real peers leave waiting, and
 * little against the memory of the machine: only a flood of fragments that never complete comes near.
 */
export const waitingMost: number = 64 << 20

/** Pieces of one message. A chain of 64 KiB in the smallest fragments that are usual (200 bytes) has 330. */
const piecesMost = 1024

/** What all that waits together is held to. */
export class Allowance {
  left: number

  constructor(most: number = waitingMost) {
    this.left = most
  }
}

interface Extent {
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
  /** Where the bytes stand; `direct` when byte for byte, else they came out of this span by decryption. */
  readonly span: Span
  readonly direct: boolean
}

export class Extents {
  readonly #most: number
  readonly #allowance: Allowance
  #list: Extent[] = []
  #held = 0

  /** No byte at or beyond `most` is kept. */
  constructor(most: number, allowance: Allowance) {
    this.#most = most
    this.#allowance = allowance
  }

  /** Bytes held, each counted once. */
  get held(): number {
    return this.#held
  }

  /**
   * Keeps what of `bytes` is not there yet, copied: the first copy of a byte wins. Answers how many bytes were new,
   * or null when a bound forbids to keep them.
   */
  put(from: number, bytes: Uint8Array, span: Span, direct: boolean): number | null {
    const to = from + bytes.length
    if (to > this.#most || bytes.length > this.#allowance.left) return null
    let fresh = 0
    let at = from
    let index = this.#list.findIndex((extent) => extent.to > from)
    if (index < 0) index = this.#list.length
    while (at < to) {
      const next = this.#list[index]
      const end = next === undefined ? to : Math.min(to, next.from)
      if (end > at) {
        if (this.#list.length >= piecesMost) return null
        const offset = span.offset + at - from
        const where = direct ? { frame: span.frame, offset, length: end - at } : span
        const kept = bytes.slice(at - from, end - from)
        this.#list.splice(index, 0, { from: at, to: end, bytes: kept, span: where, direct })
        index++
        fresh += end - at
      }
      at = Math.max(end, next?.to ?? to)
      index++
    }
    this.#held += fresh
    this.#allowance.left -= fresh
    return fresh
  }

  /** Where the run of bytes that begins at `from` ends; `from` itself when the byte there is missing. */
  contiguous(from = 0): number {
    let end = from
    for (const extent of this.#list) {
      if (extent.from > end) break
      end = Math.max(end, extent.to)
    }
    return end
  }

  /** The bytes from `from` to `to`, which must be contiguous, joined; and where they stand. */
  join(from: number, to: number): { bytes: Uint8Array; spans: Span[] } {
    const bytes = new Uint8Array(to - from)
    const spans: Span[] = []
    for (const extent of this.#list) {
      if (extent.to <= from || extent.from >= to) continue
      const start = Math.max(from, extent.from)
      const end = Math.min(to, extent.to)
      bytes.set(extent.bytes.subarray(start - extent.from, end - extent.from), start - from)
      addSpan(spans, extent.direct ? part(extent, start, end) : extent.span, extent.direct)
    }
    return { bytes, spans }
  }

  /** Every place that bytes came from, whether or not there are holes between. */
  spans(): Span[] {
    const spans: Span[] = []
    for (const extent of this.#list) addSpan(spans, extent.span, extent.direct)
    return spans
  }

  /** Lets go of all bytes before `to`. */
  drop(to: number = Infinity): void {
    const kept = this.#list.filter((extent) => extent.to > to)
    const held = kept.reduce((sum, extent) => sum + extent.bytes.length, 0)
    this.#allowance.left += this.#held - held
    this.#held = held
    this.#list = kept
  }
}

function part({ from, span }: Extent, start: number, end: number): Span {
  return { frame: span.frame, offset: span.offset + start - from, length: end - start }
}

/** Joins a span to the one before it where they touch, or are the same. */
function addSpan(spans: Span[], span: Span, direct: boolean): void {
  const last = spans.at(-1)
  if (last?.frame === span.frame) {
    if (!direct && last.offset === span.offset && last.length === span.length) return
    if (direct && last.offset + last.length === span.offset) {
      spans[spans.length - 1] = { ...last, length: last.length + span.length }
      return
    }
  }
  spans.push(span)
}
