// NextProtocol: ALPN's predecessor, sent by the client under encryption. draft-agl-tls-nextprotoneg-04 §3.

import type { Cursor } from '../../wire/cursor.ts'

export interface NextProtocol {
  readonly kind: 'next_protocol'
  readonly selectedProtocol: Uint8Array
}

export function readNextProtocol(c: Cursor): NextProtocol {
  const message = { kind: 'next_protocol' as const, selectedProtocol: c.vec8('selected_protocol') }
  c.vec8('padding')
  c.finish('NextProtocol')
  return message
}
