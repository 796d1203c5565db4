// KeyUpdate: the sender's next record comes under new keys. RFC 8446 §4.6.3.

import type { Cursor } from '../../wire/cursor.ts'

export interface KeyUpdate {
  readonly kind: 'key_update'
  readonly requestUpdate: number
}

export function readKeyUpdate(c: Cursor): KeyUpdate {
  const message = { kind: 'key_update' as const, requestUpdate: c.u8('request_update') }
  c.finish('KeyUpdate')
  return message
}
