// From a place inside a message to a place in the capture.

import type { Message } from '../session/conversation.ts'
import type { Span } from '../wire/span.ts'

/** Where bytes `from` to `to` of a message stand: the piece in the frame that holds the first of them. */
export function locate(message: Message, from: number, to: number): Span | null {
  if (message.decrypted) return message.spans[0] ?? null
  let at = 0
  for (const span of message.spans) {
    const inside = from - at
    if (inside < span.length) {
      return {
        frame: span.frame,
        offset: span.offset + inside,
        length: Math.min(to - from, span.length - inside),
      }
    }
    at += span.length
  }
  return null
}
