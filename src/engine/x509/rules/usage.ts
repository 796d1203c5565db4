// What the keys may be used for. RFC 5280 §4.2.1.3, §4.2.1.12, CA/Browser Forum 7.1.2.

import { purposes } from '../extensions/extended-key-usage.ts'
import type { CertificateFault } from '../fault.ts'
import { type Case, fault, isWhole, type Link, type Rule } from './rule.ts'

export const findUsageFaults: Rule = (judged) => [
  ...judged.links.flatMap((link) => findPurposeFaults(judged, link)),
  ...findKeyUsageFaults(judged),
  ...findNetscapeFaults(judged),
]

const names: Readonly<Record<string, string>> = {
  [purposes.serverAuth]: 'serverAuth',
  [purposes.clientAuth]: 'clientAuth',
  [purposes.codeSigning]: 'codeSigning',
  [purposes.emailProtection]: 'emailProtection',
  [purposes.timeStamping]: 'timeStamping',
  [purposes.ocspSigning]: 'OCSPSigning',
  [purposes.any]: 'anyExtendedKeyUsage',
}

/** A purpose in an intermediate limits what is below it, too: Windows, Go, OpenSSL and NSS hold to it. */
function findPurposeFaults(judged: Case, link: Link): CertificateFault[] {
  const { role } = judged
  const listed = link.certificate.values.extKeyUsage
  const wanted = role === 'server' ? purposes.serverAuth : purposes.clientAuth
  const faults: CertificateFault[] = []
  const strict = (text: string): void => {
    faults.push(
      fault(judged, link, 'wrong-usage', text, { field: 'extKeyUsage', reference, strict: true }),
    )
  }
  if (listed === undefined) {
    const isCa = link.certificate.values.basicConstraints?.ca === true
    if (link.position === 0 && role === 'server' && !isCa && isWhole(link)) {
      const text = 'does not say that it is for servers (no extKeyUsage), which public CAs must'
      faults.push(
        fault(judged, link, 'wrong-usage', text, { field: 'extensions', reference, strict: true }),
      )
    }
    return faults
  }
  if (link.isAnchor && link.position > 0) {
    strict('is of a root and lists purposes, which roots must not')
    return faults
  }
  if (!listed.includes(wanted) && !listed.includes(purposes.any)) {
    const listing = listed.map((oid) => names[oid] ?? oid).join(', ')
    const text = `is for ${listing || 'no purpose'} and not for ${names[wanted] ?? ''}`
    faults.push(fault(judged, link, 'wrong-usage', text, { field: 'extKeyUsage', reference }))
  }
  if (link.position > 0 || role === 'client') return faults
  if (listed.includes(purposes.any))
    strict('lists anyExtendedKeyUsage, which public CAs must not issue')
  if (link.certificate.extensions.some((each) => each.name === 'extKeyUsage' && each.critical)) {
    strict('marks extKeyUsage as critical, which public CAs must not')
  }
  return faults
}

const reference = 'RFC 5280 section 4.2.1.12'

/** A key that may neither sign nor take part in a key exchange serves no handshake. */
function findKeyUsageFaults(judged: Case): CertificateFault[] {
  const [link] = judged.links
  const usage = link?.certificate.values.keyUsage
  if (link === undefined || usage === undefined || usage.size === 0) return []
  const useful =
    judged.role === 'server'
      ? (['digitalSignature', 'keyEncipherment', 'keyAgreement'] as const)
      : (['digitalSignature', 'keyAgreement'] as const)
  if (useful.some((each) => usage.has(each))) return []
  // A CA that serves by itself signs certificates with that key; verifiers of servers look at its names and purposes.
  const strict = usage.has('keyCertSign') && link.certificate.values.basicConstraints?.ca === true
  if (strict) return []
  const text = `has a key for ${[...usage].join(', ')} only, and handshakes need ${useful.join(' or ')}`
  const section = 'RFC 5280 section 4.2.1.3'
  return [fault(judged, link, 'wrong-usage', text, { field: 'keyUsage', reference: section })]
}

function findNetscapeFaults(judged: Case): CertificateFault[] {
  const [link] = judged.links
  const types = link?.certificate.values.netscapeCertType
  if (link === undefined || types === undefined) return []
  const wanted = judged.role === 'server' ? 'sslServer' : 'sslClient'
  if (types.has(wanted)) return []
  const text = `is of Netscape type ${[...types].join(', ') || 'none'} and not ${wanted}, which OpenSSL holds to`
  return [fault(judged, link, 'wrong-usage', text, { field: 'netscapeCertType', strict: true })]
}
