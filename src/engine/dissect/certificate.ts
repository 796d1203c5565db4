// A certificate's fields in the tree of the message that carries it.

import { Cursor, WireError } from '../wire/cursor.ts'
import { formatMoment } from '../wire/moment.ts'
import { describeSerial, parseCertificate, type Certificate } from '../x509/certificate.ts'
import { Der } from '../x509/der.ts'
import { readName } from '../x509/name.ts'
import { describeKey } from '../x509/public-key.ts'
import { describeSignatureAlgorithm } from '../x509/algorithm.ts'
import { bytesCount } from './bytes-text.ts'
import { leaf, type Node } from './node.ts'
import type { View } from './trace-tree.ts'

/** One node for each field that could be read, and one for what stopped the reading. */
export function certificateNodes(view: View, from: number, to: number): Node[] {
  const certificate = parseCertificate(view.bytes.subarray(from, to))
  const nodes = certificate.fields
    .filter((field) => field.field !== 'certificate' && field.field !== 'tbsCertificate')
    .map((field) =>
      leaf(
        `x509.${field.field}`,
        field.field,
        view.locate(from + field.from, from + field.to),
        describeField(certificate, field.field) ?? bytesCount(field.to - field.from),
        describeField(certificate, field.field),
      ),
    )
  const { damage } = certificate
  if (damage === null) return nodes
  const place = view.locate(Math.min(from + damage.at, to), to)
  return [...nodes, leaf('x509.damage', 'damage', place, damage.message, damage.fault)]
}

function describeField(certificate: Certificate, field: string): string | null {
  switch (field) {
    case 'version':
      return certificate.version === null ? null : String(certificate.version)
    case 'serialNumber':
      return certificate.serial === null ? null : describeSerial(certificate.serial)
    case 'issuer':
      return certificate.issuer?.text ?? null
    case 'subject':
      return certificate.subject?.text ?? null
    case 'notBefore':
      return timeText(certificate.notBefore)
    case 'notAfter':
      return timeText(certificate.notAfter)
    case 'validity':
      return `${timeText(certificate.notBefore) ?? '?'} to ${timeText(certificate.notAfter) ?? '?'}`
    case 'subjectPublicKeyInfo':
      return certificate.publicKey === null ? null : describeKey(certificate.publicKey)
    case 'signature':
    case 'signatureAlgorithm':
      return certificate.signatureOid === null
        ? null
        : describeSignatureAlgorithm(certificate.signatureAlgorithm, certificate.signatureOid)
    default:
      return null
  }
}

function timeText(seconds: number | null): string | null {
  return seconds === null ? null : formatMoment({ seconds, nanos: 0 }, 0)
}

/** A distinguished name, as one line. */
export function nameNodes(view: View, from: number, to: number, path: string): Node[] {
  try {
    const { text } = readName(new Der(new Cursor(view.bytes, from, to)), 'distinguished_name')
    return [leaf(`${path}.name`, 'name', view.locate(from, to), text, text)]
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return [leaf(`${path}.damage`, 'damage', view.locate(from, to), error.message, error.fault)]
  }
}
