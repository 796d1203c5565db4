// Makes evidence: one fact, where it stands, and the bytes that show it.

import { contentTypes } from '../registry/tables/content-types.ts'
import { recordHeaderLength } from '../tls/record.ts'
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

/**
 * A fact that an alert shows, with its record header: `15 03 01 00 02 02 2A` is what people know an alert by in a hex
 * pane. Only the alert itself where it shares its record, was opened with keys, or came in datagrams.
 */
export function factOfAlert(text: string, alert: Message, reference: string): Evidence {
  const [span] = alert.spans
  const { bytes, recordVersion: version } = alert
  const alone = bytes?.length === 2 && alert.length === 2 && !alert.decrypted && version >> 8 === 3
  if (!alone || !span || span.offset < recordHeaderLength) return factOf(text, alert, reference)
  const header = [contentTypes.alert, version >> 8, version & 0xff, 0, bytes.length]
  return factAt(
    text,
    {
      ...span,
      offset: span.offset - recordHeaderLength,
      length: recordHeaderLength + bytes.length,
    },
    Uint8Array.from([...header, ...bytes]),
    reference,
  )
}

/** A fact that only a frame as a whole shows, such as a FIN. */
export function factIn(text: string, frame: number, reference: string | null = null): Evidence {
  return factAt(text, { frame, offset: 0, length: 0 }, null, reference)
}
