// Whether each CA of the path was allowed to issue what stands below it. RFC 5280 §4.2.1.3, §4.2.1.9, §6.1.4.

import type { CertificateFault } from '../fault.ts'
import { type Case, fault, isWhole, type Link, type Rule } from './rule.ts'

export const findAuthorityFaults: Rule = (judged) => [
  ...judged.links
    .filter(({ position }) => position > 0)
    .flatMap((link) => findIssuerFaults(judged, link)),
  ...judged.links.flatMap((link) => findContradictions(judged, link)),
]

function findIssuerFaults(judged: Case, link: Link): CertificateFault[] {
  const { values, extensions } = link.certificate
  const { basicConstraints, keyUsage } = values
  const faults: CertificateFault[] = []
  // Where it stands and could not be read, that is the fault, and told as such.
  const isUnread = extensions.some(
    ({ name, damage }) => name === 'basicConstraints' && damage !== null,
  )
  if (basicConstraints?.ca !== true && isWhole(link) && !isUnread) {
    const text =
      basicConstraints === undefined
        ? 'issued a certificate and has no basicConstraints that make it a CA'
        : 'issued a certificate and says of itself that it is no CA'
    const field = basicConstraints === undefined ? 'extensions' : 'basicConstraints'
    // What a verifier trusts already, many take without asking.
    const strict = link.isAnchor && basicConstraints === undefined
    faults.push(
      fault(judged, link, 'constraint-violated', text, { field, strict, reference: basic }),
    )
  }
  if (keyUsage !== undefined && !keyUsage.has('keyCertSign')) {
    const text = 'issued a certificate and its key usage lacks keyCertSign'
    faults.push(
      fault(judged, link, 'constraint-violated', text, { field: 'keyUsage', reference: usage }),
    )
  }
  const limit = basicConstraints?.pathLength ?? null
  const below = judged.links.filter(
    (each) => each.position > 0 && each.position < link.position && !each.isSelfIssued,
  ).length
  if (limit !== null && below > limit) {
    const text = `allows ${limit} CA certificates below it and ${below} stood there`
    faults.push(
      fault(judged, link, 'constraint-violated', text, {
        field: 'basicConstraints',
        reference: basic,
      }),
    )
  }
  return faults
}

const basic = 'RFC 5280 section 4.2.1.9'
const usage = 'RFC 5280 section 4.2.1.3'

/** Fields that contradict each other, which only strict verifiers compare. */
function findContradictions(judged: Case, link: Link): CertificateFault[] {
  const { values, extensions } = link.certificate
  const { basicConstraints, keyUsage } = values
  const isCa = basicConstraints?.ca === true
  const signs = keyUsage?.has('keyCertSign')
  const faults: CertificateFault[] = []
  const odd = (text: string, field: string, reference: string): void => {
    faults.push(
      fault(judged, link, 'constraint-violated', text, { field, reference, strict: true }),
    )
  }
  if (isCa && extensions.some((each) => each.name === 'basicConstraints' && !each.critical)) {
    odd('is of a CA and does not mark basicConstraints as critical', 'basicConstraints', basic)
  }
  if (!isCa && signs === true) odd('is of no CA and has keyCertSign', 'keyUsage', usage)
  // For those that issued, the key usage is a fault of its own above.
  if (isCa && signs === false && link.position === 0) {
    odd('says that it is of a CA and lacks keyCertSign', 'keyUsage', usage)
  }
  if (isCa && keyUsage === undefined && isWhole(link))
    odd('is of a CA and has no key usage', 'extensions', usage)
  if ((basicConstraints?.pathLength ?? null) !== null && (!isCa || signs === false)) {
    odd('limits the length of paths and may not issue certificates', 'basicConstraints', basic)
  }
  return faults
}
