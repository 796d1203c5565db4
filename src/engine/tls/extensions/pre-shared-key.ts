// pre_shared_key: the sessions or keys that the client would resume or use, and the server's pick. RFC 8446 §4.2.11.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

export interface PskIdentity {
  readonly identity: Uint8Array
  readonly obfuscatedTicketAge: number
}

export interface PreSharedKey {
  /** The client's; empty in a server's hello. */
  readonly identities: readonly PskIdentity[]
  readonly binders: readonly Uint8Array[]
  /** The server's; null in a client's hello. */
  readonly selectedIdentity: number | null
}

export const preSharedKey: ExtensionReader<PreSharedKey> = {
  codepoint: extensions.pre_shared_key,
  read: (c, place) =>
    place === 'client_hello'
      ? {
          identities: c.all16('identities', (item) => ({
            identity: item.vec16('identity'),
            obfuscatedTicketAge: item.u32('obfuscated_ticket_age'),
          })),
          binders: c.all16('binders', (item) => item.vec8('binder')),
          selectedIdentity: null,
        }
      : { identities: [], binders: [], selectedIdentity: c.u16('selected_identity') },
}
