// client_certificate_type, server_certificate_type and the older cert_type: X.509 or a bare key. RFC 7250 §3, RFC 6091 §3.1.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

/** A client's list, or the one type that a server chose. */
function reader(codepoint: number): ExtensionReader<readonly number[]> {
  return {
    codepoint,
    read: (c, place) =>
      place === 'client_hello'
        ? c.all8('certificate_types', (item) => item.u8('certificate_type'))
        : [c.u8('certificate_type')],
  }
}

export const clientCertificateType: ExtensionReader<readonly number[]> = reader(
  extensions.client_certificate_type,
)
export const serverCertificateType: ExtensionReader<readonly number[]> = reader(
  extensions.server_certificate_type,
)
export const certType: ExtensionReader<readonly number[]> = reader(extensions.cert_type)
