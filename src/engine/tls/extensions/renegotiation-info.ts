// renegotiation_info: ties a renegotiation to the handshake before it. RFC 5746 §3.2.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

/** Empty in a first handshake. */
export const renegotiationInfo: ExtensionReader<Uint8Array> = {
  codepoint: extensions.renegotiation_info,
  read: (c) => c.vec8('renegotiated_connection'),
}
