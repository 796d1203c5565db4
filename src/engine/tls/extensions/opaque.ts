// Extensions whose contents are bytes that this reader does not look into, or looks into only a little.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

/** session_ticket: empty when the client has none, and in the server's promise of one. RFC 5077 §3.2. */
export const sessionTicket: ExtensionReader<Uint8Array> = {
  codepoint: extensions.session_ticket,
  read: (c) => c.rest('ticket'),
}

/** padding: zeros that make the hello longer. RFC 7685 §3. */
export const padding: ExtensionReader<Uint8Array> = {
  codepoint: extensions.padding,
  read: (c) => c.rest('padding'),
}

/** connection_id: what the sender wants to find in records that are sent to it. RFC 9146 §3. */
export const connectionId: ExtensionReader<Uint8Array> = {
  codepoint: extensions.connection_id,
  read: (c) => c.vec8('cid'),
}

/** srp: the user's name. RFC 5054 §2.8.1. */
export const srp: ExtensionReader<Uint8Array> = {
  codepoint: extensions.srp,
  read: (c) => c.vec8('srp_I'),
}
