// CertificateRequest: which certificates the server would accept. RFC 8446 §4.3.2, RFC 5246 §7.4.4, RFC 6101 §5.6.4.

import type { Cursor, List } from '../../wire/cursor.ts'
import { certificateAuthorities } from '../extensions/certificate-authorities.ts'
import { findValue, readExtensions, type Extension } from '../extensions/extension.ts'
import { signatureAlgorithms } from '../extensions/signature-algorithms.ts'

export interface CertificateRequest {
  readonly kind: 'certificate_request'
  /** ClientCertificateType values; null in TLS 1.3. */
  readonly certificateTypes: readonly number[] | null
  /** Null before TLS 1.2, where the message has no such list, and where TLS 1.3's extension is missing or broken. */
  readonly signatureSchemes: readonly number[] | null
  /** Distinguished names in DER. Empty: the server names none, and the client may send what it has. */
  readonly authorities: List<Uint8Array>
  /** TLS 1.3 only. */
  readonly requestContext: Uint8Array | null
  readonly extensions: List<Extension> | null
}

export function readCertificateRequest(
  c: Cursor,
  tls13: boolean,
  tls12: boolean,
): CertificateRequest {
  const request = tls13 ? readTls13(c) : readOlder(c, tls12)
  c.finish('CertificateRequest')
  return request
}

function readTls13(c: Cursor): CertificateRequest {
  const requestContext = c.vec8('certificate_request_context')
  const carrier = { kind: 'certificate_request' as const, extensions: readExtensions(c) }
  return {
    ...carrier,
    certificateTypes: null,
    signatureSchemes: findValue(carrier, signatureAlgorithms),
    authorities: { items: findValue(carrier, certificateAuthorities) ?? [], damage: null },
    requestContext,
  }
}

function readOlder(c: Cursor, tls12: boolean): CertificateRequest {
  return {
    kind: 'certificate_request',
    certificateTypes: c.all8('certificate_types', (item) => item.u8('certificate_type')),
    signatureSchemes: tls12
      ? c.all16('supported_signature_algorithms', (item) => item.u16('signature_scheme'))
      : null,
    authorities: c.list16('certificate_authorities', (item) => item.vec16('distinguished_name')),
    requestContext: null,
    extensions: null,
  }
}
