// CertificateVerify: proof that the sender has the key of its certificate. RFC 8446 §4.4.3, RFC 5246 §7.4.8.

import type { Cursor } from '../../wire/cursor.ts'
import { readSignature, type Signature } from './signature.ts'

export interface CertificateVerify extends Signature {
  readonly kind: 'certificate_verify'
}

export function readCertificateVerify(c: Cursor, tls12: boolean): CertificateVerify {
  const message = { kind: 'certificate_verify' as const, ...readSignature(c, tls12) }
  c.finish('CertificateVerify')
  return message
}
