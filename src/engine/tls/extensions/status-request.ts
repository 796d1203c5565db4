// status_request: please staple an OCSP response. RFC 6066 §8, RFC 8446 §4.4.2.1, RFC 6961 §2.2.

import { certificateStatusTypes } from '../../registry/tables/certificate-status-types.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import type { Cursor } from '../../wire/cursor.ts'
import type { ExtensionReader } from './extension.ts'

export interface StatusRequest {
  readonly statusType: number | null
  /** DER of the stapled OCSP response: TLS 1.3 sends it with the certificate. Null in hellos. */
  readonly response: Uint8Array | null
}

export const statusRequest: ExtensionReader<StatusRequest> = {
  codepoint: extensions.status_request,
  read: (c, place) => {
    // A server's hello and its CertificateRequest say all they have to by sending it empty.
    if (place !== 'client_hello' && place !== 'certificate')
      return { statusType: null, response: null }
    const statusType = c.u8('status_type')
    if (place === 'certificate') return { statusType, response: c.vec24('response') }
    readRequest(c, statusType)
    return { statusType, response: null }
  },
}

/** The types of status that the client would take. */
export const statusRequestV2: ExtensionReader<readonly number[]> = {
  codepoint: extensions.status_request_v2,
  read: (c, place) =>
    place !== 'client_hello' && c.left === 0
      ? []
      : c.all16('certificate_status_req_list', (item) => {
          const statusType = item.u8('status_type')
          readRequest(item.sub(item.u16('request_length'), 'request'), statusType)
          return statusType
        }),
}

function readRequest(c: Cursor, statusType: number): void {
  const isOcsp =
    statusType === certificateStatusTypes.ocsp ||
    statusType === certificateStatusTypes.ocsp_multi_RESERVED
  if (!isOcsp) {
    c.rest('request')
    return
  }
  c.all16('responder_id_list', (item) => item.vec16('responder_id'))
  c.vec16('request_extensions')
}
