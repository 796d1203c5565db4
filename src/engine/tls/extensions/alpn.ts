// application_layer_protocol_negotiation: what is spoken inside. RFC 7301 §3.1.

import { extensions } from '../../registry/tables/extensions.ts'
import type { Cursor } from '../../wire/cursor.ts'
import type { ExtensionReader } from './extension.ts'

/** Names as bytes, for they may be any; a server answers with exactly one. */
export const alpn: ExtensionReader<readonly Uint8Array[]> = {
  codepoint: extensions.application_layer_protocol_negotiation,
  read: readNames,
}

/** Chrome's application_settings: the protocols that it has settings for. draft-vvv-tls-alps-01. */
export const applicationSettings: ExtensionReader<readonly Uint8Array[]> = {
  codepoint: extensions.application_settings,
  read: (c, place) => {
    if (place === 'client_hello') return readNames(c)
    c.rest('settings')
    return []
  },
}

/** next_protocol_negotiation: empty from the client, names from the server. draft-agl-tls-nextprotoneg-04. */
export const nextProtocolNegotiation: ExtensionReader<readonly Uint8Array[]> = {
  codepoint: extensions.next_protocol_negotiation,
  read: (c) => c.allLeft('protocols', (item) => item.vec8('protocol_name')),
}

function readNames(c: Cursor): readonly Uint8Array[] {
  return c.all16('protocol_name_list', (item) => item.vec8('protocol_name'))
}
