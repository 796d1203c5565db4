// server_name: which host the client wants. RFC 6066 §3. The server answers with an empty extension.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

export interface ServerName {
  readonly nameType: number
  /** Bytes as sent: a host name in ASCII by the book. */
  readonly name: Uint8Array
}

export const serverName: ExtensionReader<readonly ServerName[]> = {
  codepoint: extensions.server_name,
  read: (c, place) =>
    place !== 'client_hello' && c.left === 0
      ? []
      : c.all16('server_name_list', (item) => ({
          nameType: item.u8('name_type'),
          name: item.vec16('host_name'),
        })),
}
