// CertificateStatus: the OCSP response that the server staples. RFC 6066 §8, RFC 6961 §2.2.

import { certificateStatusTypes } from '../../registry/tables/certificate-status-types.ts'
import type { Cursor, List } from '../../wire/cursor.ts'

export interface CertificateStatus {
  readonly kind: 'certificate_status'
  readonly statusType: number
  /** DER of the OCSP responses, the leaf's first; an empty one where the server has none. */
  readonly responses: List<Uint8Array>
}

export function readCertificateStatus(c: Cursor): CertificateStatus {
  const statusType = c.u8('status_type')
  const status = {
    kind: 'certificate_status' as const,
    statusType,
    responses: readResponses(c, statusType),
  }
  c.finish('CertificateStatus')
  return status
}

function readResponses(c: Cursor, statusType: number): List<Uint8Array> {
  switch (statusType) {
    case certificateStatusTypes.ocsp:
      return { items: [c.vec24('response')], damage: null }
    case certificateStatusTypes.ocsp_multi_RESERVED:
      return c.list24('ocsp_response_list', (item) => item.vec24('response'))
    default:
      return { items: [c.rest('response')], damage: null }
  }
}
