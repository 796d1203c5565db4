// NewSessionTicket: what lets the client resume. RFC 8446 §4.6.1, RFC 5077 §3.3.

import type { Cursor, List } from '../../wire/cursor.ts'
import { readExtensions, type Extension } from '../extensions/extension.ts'

export interface NewSessionTicket {
  readonly kind: 'new_session_ticket'
  readonly lifetimeSeconds: number
  /** TLS 1.3 only; null before. */
  readonly ageAdd: number | null
  readonly nonce: Uint8Array | null
  readonly ticket: Uint8Array
  readonly extensions: List<Extension> | null
}

export function readNewSessionTicket(c: Cursor, tls13: boolean): NewSessionTicket {
  const message = {
    kind: 'new_session_ticket' as const,
    lifetimeSeconds: c.u32('ticket_lifetime'),
    ageAdd: tls13 ? c.u32('ticket_age_add') : null,
    nonce: tls13 ? c.vec8('ticket_nonce') : null,
    ticket: c.vec16('ticket'),
    extensions: tls13 ? readExtensions(c) : null,
  }
  c.finish('NewSessionTicket')
  return message
}
