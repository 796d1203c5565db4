// The beginning of what was said inside TLS, where keys opened it: as much as tells what happened next.

import type { Side } from '../wire/span.ts'
import type { Conversation } from './conversation.ts'

/** The first line that a side said, as printable ASCII; null where nothing was opened or it is no text. */
export function firstLine(c: Conversation, side: Side): string | null {
  const bytes = c.keys.applicationStart[side]
  if (!bytes || bytes.length === 0) return null
  const end = bytes.findIndex((byte) => byte === 0x0a)
  const line = bytes.subarray(0, end < 0 ? bytes.length : end)
  const isText = line.every(
    (byte) => byte === 0x09 || byte === 0x0d || (byte >= 0x20 && byte < 0x7f),
  )
  if (!isText) return null
  return String.fromCharCode(...line).replace(/\r$/, '')
}

/** Status of an HTTP/1 response that refuses (4xx, 5xx), with the side that spoke; null for anything else. */
export function refusedStatus(c: Conversation): number | null {
  const [, status] = /^HTTP\/1\.[01] ([45]\d\d)\b/.exec(firstLine(c, 'server') ?? '') ?? []
  return status === undefined ? null : Number(status)
}
