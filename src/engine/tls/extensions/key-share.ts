// key_share: public keys offered, chosen or asked for. RFC 8446 §4.2.8; number 40 in the drafts before 23.

import { extensions } from '../../registry/tables/extensions.ts'
import type { Cursor } from '../../wire/cursor.ts'
import type { ExtensionPlace, ExtensionReader } from './extension.ts'

export interface KeyShare {
  readonly group: number
  /** Empty in a HelloRetryRequest, which only names a group. */
  readonly keyExchange: Uint8Array
}

export const keyShare: ExtensionReader<readonly KeyShare[]> = {
  codepoint: extensions.key_share,
  read: readKeyShare,
}

function readKeyShare(c: Cursor, place: ExtensionPlace): readonly KeyShare[] {
  switch (place) {
    case 'client_hello':
      return c.all16('client_shares', readEntry)
    case 'hello_retry_request':
      return [{ group: c.u16('selected_group'), keyExchange: new Uint8Array(0) }]
    default:
      return [readEntry(c)]
  }
}

function readEntry(c: Cursor): KeyShare {
  return { group: c.u16('group'), keyExchange: c.vec16('key_exchange') }
}
