// An alert and its place: what had been said before it, and whether it ends the handshake.

import { alertLevels } from '../registry/tables/alert-levels.ts'
import { alerts } from '../registry/tables/alerts.ts'
import type { Message } from '../session/conversation.ts'
import type { Side } from '../wire/span.ts'

export interface AlertNote {
  readonly message: Message
  readonly from: Side
  /** Null where it could not be read. */
  readonly code: number | null
  /** Its place among the conversation's messages. */
  readonly at: number
  /** The other side had closed, reset or said close_notify before: a consequence, never the cause. */
  readonly afterTheEnd: boolean
}

/** Alerts after which a peer may go on. */
const warnings: readonly number[] = [
  alerts.close_notify,
  alerts.user_canceled,
  alerts.no_renegotiation,
  alerts.unrecognized_name,
  alerts.no_certificate,
]

/** The order to stop: of level fatal, or in TLS 1.3 by its number, where the level means nothing (RFC 8446 section 6). */
export function isFatal({ code, message }: AlertNote, tls13: boolean): boolean {
  if (code === null || code === alerts.close_notify) return false
  if (message.level === alertLevels.fatal) return true
  return tls13 && !warnings.includes(code)
}
