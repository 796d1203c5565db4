// Where gathered bytes came from: the pieces of frames that a message was put together from.

import type { Span } from '../wire/span.ts'

/** When and in which frame something was complete. An `Origin` is one, too. */
export interface Point {
  readonly frame: number
  readonly seconds: number
  readonly nanos: number
}

/** More pieces than this come only from a sender that dribbles; where the later ones stand is not kept. */
const piecesMost = 4096

export class Pieces {
  spans: Span[] = []

  /** Adds a piece, joined to the last where it goes on in the same frame. */
  add(frame: number, offset: number, length: number): void {
    if (length === 0) return
    const last = this.spans.at(-1)
    if (last?.frame === frame && last.offset + last.length === offset)
      this.spans[this.spans.length - 1] = {
        frame,
        offset: last.offset,
        length: last.length + length,
      }
    else if (this.spans.length < piecesMost) this.spans.push({ frame, offset, length })
  }

  /** Adds a span as it is, unless it is the last one already. */
  addOnce(span: Span): void {
    const last = this.spans.at(-1)
    if (last?.frame === span.frame && last.offset === span.offset) return
    if (this.spans.length < piecesMost) this.spans.push(span)
  }

  reset(): void {
    if (this.spans.length > 0) this.spans = []
  }

  take(): Span[] {
    const spans = this.spans
    this.spans = []
    return spans
  }
}

/** The frames of spans, each once, in the order of their bytes. */
export function framesOf(spans: readonly Span[], last: number): number[] {
  const frames = new Set(spans.map((span) => span.frame))
  frames.add(last)
  return [...frames]
}

/** Spans without their first `count` bytes. */
export function skipBytes(spans: readonly Span[], count: number): Span[] {
  const rest: Span[] = []
  let left = count
  for (const span of spans) {
    const skipped = Math.min(left, span.length)
    left -= skipped
    if (skipped < span.length)
      rest.push({ frame: span.frame, offset: span.offset + skipped, length: span.length - skipped })
  }
  return rest
}
