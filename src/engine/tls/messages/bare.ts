// Messages without fields, and those that are kept as bytes.

import type { Cursor } from '../../wire/cursor.ts'

/** HelloRequest (RFC 5246 §7.4.1.1), ServerHelloDone (§7.4.5), EndOfEarlyData (RFC 8446 §4.5): a name is all they are. */
export interface BareMessage {
  readonly kind: 'hello_request' | 'server_hello_done' | 'end_of_early_data'
}

export function readBare<K extends BareMessage['kind']>(c: Cursor, kind: K): { readonly kind: K } {
  c.finish(kind)
  return { kind }
}

/** MessageHash (RFC 8446 §4.4.1) never goes over the wire; ChannelID is Google's draft; unknown ones are anybody's. */
export interface OpaqueMessage {
  readonly kind: 'message_hash' | 'channel_id' | 'ekt_key' | 'unknown'
  readonly data: Uint8Array
}

export function readOpaque(c: Cursor, kind: OpaqueMessage['kind']): OpaqueMessage {
  return { kind, data: c.rest('body') }
}
