// Authority key identifier: which key of the issuer signed. RFC 5280 §4.2.1.1.

import { contextTag, type Der, tags } from '../der.ts'
import { type GeneralName, readGeneralNames } from '../general-name.ts'

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | null
  readonly issuer: readonly GeneralName[] | null
  readonly serial: Uint8Array | null
}

export function readAuthorityKeyIdentifier(der: Der): AuthorityKeyIdentifier {
  const field = 'authorityKeyIdentifier'
  const inner = der.sequence(field)
  const next = (tag: number): boolean => inner.left > 0 && inner.peek(field) === tag
  const identifier = {
    keyIdentifier: next(contextTag(0, false))
      ? inner.octets('keyIdentifier', contextTag(0, false))
      : null,
    issuer: next(contextTag(1, true))
      ? readGeneralNames(inner, 'authorityCertIssuer', contextTag(1, true))
      : null,
    serial: next(contextTag(2, false))
      ? inner.integer('authorityCertSerialNumber', contextTag(2, false))
      : null,
  }
  inner.finish(field)
  return identifier
}

export function readSubjectKeyIdentifier(der: Der): Uint8Array {
  return der.octets('subjectKeyIdentifier', tags.octetString)
}
