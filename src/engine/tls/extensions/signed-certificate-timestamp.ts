// signed_certificate_timestamp: proofs that a certificate was logged. RFC 6962 §3.3.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

/** Serialised SCTs; a client asks with an empty extension. */
export const signedCertificateTimestamp: ExtensionReader<readonly Uint8Array[]> = {
  codepoint: extensions.signed_certificate_timestamp,
  read: (c) => (c.left === 0 ? [] : c.all16('sct_list', (item) => item.vec16('serialized_sct'))),
}
