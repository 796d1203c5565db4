// Critical extensions that nobody knows, and what RFC 5280 §4.2 says about extensions being there at all.

import { isSameBytes } from '../../wire/bytes.ts'
import type { ExtensionName } from '../extension.ts'
import type { CertificateFault } from '../fault.ts'
import { type Case, fault, isWhole, type Link, type Rule } from './rule.ts'

export const findExtensionFaults: Rule = (judged) =>
  judged.links.flatMap((link) => [
    ...findCritical(judged, link),
    ...findVersion(judged, link),
    ...findKeyIdentifiers(judged, link),
    ...findPlaces(judged, link),
  ])

function findCritical(judged: Case, link: Link): CertificateFault[] {
  const faults: CertificateFault[] = []
  for (const { name, oid, critical } of link.certificate.extensions) {
    if (critical && name === null) {
      const text = `has the critical extension ${oid}, which verifiers do not know`
      faults.push(
        fault(judged, link, 'malformed', text, { field: oid, reference: 'RFC 5280 section 4.2' }),
      )
    }
    if (name === 'ctPoison') {
      const text = 'is a precertificate, which no verifier may accept'
      faults.push(
        fault(judged, link, 'malformed', text, { field: name, reference: 'RFC 6962 section 3.1' }),
      )
    }
    if (critical && name !== null && neverCritical.has(name)) {
      const text = `marks ${name} as critical, which it must not be`
      faults.push(fault(judged, link, 'malformed', text, { field: name, strict: true }))
    }
    if (!critical && name !== null && alwaysCritical.has(name)) {
      const text = `does not mark ${name} as critical, which it must be`
      faults.push(fault(judged, link, 'malformed', text, { field: name, strict: true }))
    }
  }
  return faults
}

/** RFC 5280 §4.2.1.1, .2, .8, .15 and §4.2.2.1, .2: conforming CAs MUST mark them non-critical. */
const neverCritical: ReadonlySet<ExtensionName> = new Set([
  'authorityKeyIdentifier',
  'subjectKeyIdentifier',
  'freshestCRL',
  'authorityInfoAccess',
])

/** RFC 5280 §4.2.1.11 and §4.2.1.14. Name constraints too, but the CA/Browser Forum lets them be. */
const alwaysCritical: ReadonlySet<ExtensionName> = new Set([
  'policyConstraints',
  'inhibitAnyPolicy',
])

function findVersion(judged: Case, link: Link): CertificateFault[] {
  const { version } = link.certificate
  if (version === null || version === 3) return []
  const text = `is of X.509 version ${version}, not 3`
  return [fault(judged, link, 'malformed', text, { field: 'version', strict: true })]
}

function findKeyIdentifiers(judged: Case, link: Link): CertificateFault[] {
  const { values, extensions } = link.certificate
  const { authorityKeyIdentifier: authority, subjectKeyIdentifier: subject } = values
  const faults: CertificateFault[] = []
  const odd = (text: string, field: string, section: string): void => {
    const reference = `RFC 5280 section ${section}`
    faults.push(fault(judged, link, 'malformed', text, { field, reference, strict: true }))
  }
  const sent = (name: ExtensionName): boolean => extensions.some((each) => each.name === name)
  if (values.basicConstraints?.ca === true && !sent('subjectKeyIdentifier') && isWhole(link)) {
    odd('is of a CA and has no subjectKeyIdentifier', 'extensions', '4.2.1.2')
  }
  const isRootLike = link.isSelfIssued && (link.isAnchor || link.issuer === null)
  if (!sent('authorityKeyIdentifier') && !isRootLike && isWhole(link)) {
    odd('has no authorityKeyIdentifier', 'extensions', '4.2.1.1')
  }
  if (authority === undefined) return faults
  if (authority.keyIdentifier === null) {
    odd(
      'has an authorityKeyIdentifier without a keyIdentifier',
      'authorityKeyIdentifier',
      '4.2.1.1',
    )
  }
  if (authority.issuer !== null || authority.serial !== null) {
    odd(
      'names its issuer in authorityKeyIdentifier, which the CA/Browser Forum forbids',
      'authorityKeyIdentifier',
      '4.2.1.1',
    )
  }
  const due = isRootLike ? subject : link.issuer?.certificate.values.subjectKeyIdentifier
  if (authority.keyIdentifier && due && !isSameBytes(authority.keyIdentifier, due)) {
    odd(
      'has an authorityKeyIdentifier that is not the key identifier of its issuer',
      'authorityKeyIdentifier',
      '4.2.1.1',
    )
  }
  return faults
}

/** Extensions that belong to CAs only, or to the peer's own only. */
function findPlaces(judged: Case, link: Link): CertificateFault[] {
  const faults: CertificateFault[] = []
  const { values } = link.certificate
  const odd = (text: string, field: string, section: string): void => {
    const reference = `RFC 5280 section ${section}`
    faults.push(fault(judged, link, 'malformed', text, { field, reference, strict: true }))
  }
  const isCa = values.basicConstraints?.ca === true
  if (!isCa && values.nameConstraints !== undefined) {
    odd('is of no CA and has name constraints', 'nameConstraints', '4.2.1.10')
  }
  if (!isCa && values.policyMappings !== undefined) {
    odd('is of no CA and maps policies', 'policyMappings', '4.2.1.5')
  }
  const { policyConstraints } = values
  if (
    policyConstraints &&
    policyConstraints.inhibitPolicyMapping === null &&
    policyConstraints.requireExplicitPolicy === null
  ) {
    odd('has policy constraints that constrain nothing', 'policyConstraints', '4.2.1.11')
  }
  return faults
}
