// Makes evidence: one fact, where it stands, and the bytes that show it.

import type { Message } from '../session/conversation.ts'
import type { Span } from '../wire/span.ts'
import type { Evidence } from './finding.ts'

/** What a report shows of the bytes at a span (contract/report.schema.json). */
const shownBytes = 64

/** A fact about the conversation as a whole: timing, absence. */
export function fact(text: string, reference: string | null = null): Evidence {
  return { text, span: null, bytes: null, reference }
}

/** A fact that stands at `span`. */
export function factAt(
  text: string,
  span: Span | null,
  bytes: Uint8Array | null = null,
  reference: string | null = null,
): Evidence {
  return { text, span, bytes: bytes?.subarray(0, shownBytes) ?? null, reference }
}

/** A fact that a whole message shows. */
export function factOf(text: string, message: Message, reference: string | null = null): Evidence {
  const span = message.spans[0] ?? null
  return factAt(text, span, message.bytes, reference)
}

/** A fact that only a frame as a whole shows, such as a FIN. */
export function factIn(text: string, frame: number, reference: string | null = null): Evidence {
  return factAt(text, { frame, offset: 0, length: 0 }, null, reference)
}
