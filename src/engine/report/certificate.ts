// A certificate as the report tells it.

import { digest } from '../crypto/hkdf.ts'
import { toHex } from '../wire/hex.ts'
import { formatMoment } from '../wire/moment.ts'
import { describeSignatureAlgorithm } from '../x509/algorithm.ts'
import { describeSerial, type Certificate } from '../x509/certificate.ts'
import { knownCertificate } from '../x509/known-certificates.ts'
import { describeKey } from '../x509/public-key.ts'
import type { CertificateReport } from './model.ts'

/** What could not be read is empty, and `damage` says why. */
export function reportCertificate(der: Uint8Array): CertificateReport {
  const certificate = knownCertificate(der)
  let report = reported.get(certificate)
  if (!report) reported.set(certificate, (report = makeReport(certificate)))
  return report
}

/** One server's chain is told of in every conversation. Forgotten with the certificates. */
const reported = new WeakMap<Certificate, CertificateReport>()

function makeReport(c: Certificate): CertificateReport {
  return {
    subject: c.subject?.text ?? '',
    issuer: c.issuer?.text ?? '',
    notBefore: formatTime(c.notBefore),
    notAfter: formatTime(c.notAfter),
    names: (c.values.subjectAltName ?? []).map((name) => name.value),
    key: c.publicKey ? describeKey(c.publicKey) : '',
    signatureAlgorithm: describeSignatureAlgorithm(c.signatureAlgorithm, c.signatureOid ?? ''),
    serial: c.serial ? describeSerial(c.serial) : '',
    sha256: toHex(digest('sha256', c.der)),
    damage: c.damage?.message ?? null,
  }
}

function formatTime(seconds: number | null): string | null {
  return seconds === null ? null : formatMoment({ seconds, nanos: 0 }, 0)
}
