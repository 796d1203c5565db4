// RequestConnectionId and NewConnectionId of DTLS 1.3. RFC 9147 §9.

import type { Cursor } from '../../wire/cursor.ts'

export interface RequestConnectionId {
  readonly kind: 'request_connection_id'
  readonly count: number
}

export interface NewConnectionId {
  readonly kind: 'new_connection_id'
  readonly ids: readonly Uint8Array[]
  /** 0: use it at once; 1: keep it for later. */
  readonly usage: number
}

export function readRequestConnectionId(c: Cursor): RequestConnectionId {
  const message = { kind: 'request_connection_id' as const, count: c.u8('num_cids') }
  c.finish('RequestConnectionId')
  return message
}

export function readNewConnectionId(c: Cursor): NewConnectionId {
  const message = {
    kind: 'new_connection_id' as const,
    ids: c.all16('cids', (item) => item.vec8('cid')),
    usage: c.u8('usage'),
  }
  c.finish('NewConnectionId')
  return message
}
