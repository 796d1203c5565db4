// Whether the certificate covers the name that was asked for, and whether its names are names. RFC 9525, RFC 5280 §4.2.1.6.

import type { CertificateFault } from '../fault.ts'
import { describeGeneralName, type GeneralName } from '../general-name.ts'
import { attributeValues } from '../name.ts'
import { isCovered, isHostCovered, parseIp } from '../peer-name.ts'
import { isHostText } from '../subtree.ts'
import { type Case, fault, isWhole, type Link, type Rule } from './rule.ts'

export const findNameFaults: Rule = (judged) => [
  ...findMismatch(judged),
  ...judged.links.flatMap((link) => findSubjectFaults(judged, link)),
  ...judged.links.flatMap((link) => findAlternativeFaults(judged, link)),
  ...findCommonNameFaults(judged),
]

const commonName = '2.5.4.3'
const reference = 'RFC 9525 section 6'

/** A list that is longer than a person reads is told by its beginning. */
const mostListed = 6

function findMismatch(judged: Case): CertificateFault[] {
  const { name } = judged
  const [link] = judged.links
  if (name === null || link === undefined) return []
  const { subject, values } = link.certificate
  // A certificate that could not be read that far does not show which names it has.
  if (!isWhole(link) && values.subjectAltName === undefined) return []
  const names = values.subjectAltName ?? []
  if (isCovered(name, names)) return []
  const common = subject === null ? [] : attributeValues(subject, commonName)
  const options = { field: names.length > 0 ? 'subjectAltName' : 'subject', reference }
  const hasHosts = names.some(({ kind }) => kind === 'dns')
  if (name.kind === 'dns' && !hasHosts && common.some((each) => isHostCovered(name.value, each))) {
    const text = `has ${name.value} in its common name only, which many verifiers do not look at`
    return [fault(judged, link, 'name-mismatch', text, { ...options, strict: true })]
  }
  const text = `covers ${listNames(names, common)} and not ${name.value}`
  return [fault(judged, link, 'name-mismatch', text, options)]
}

function listNames(names: readonly GeneralName[], common: readonly string[]): string {
  if (names.length === 0)
    return common.length === 0 ? 'no name' : `the common name ${common.join(', ')}`
  const shown = names.slice(0, mostListed).map(describeGeneralName).join(', ')
  const more = names.length - mostListed
  return more > 0 ? `${shown} and ${more} more` : shown
}

function findSubjectFaults(judged: Case, link: Link): CertificateFault[] {
  const { subject, issuer, values, extensions } = link.certificate
  const faults: CertificateFault[] = []
  const odd = (text: string, field: string): void => {
    faults.push(
      fault(judged, link, 'malformed', text, {
        field,
        reference: 'RFC 5280 section 4.1.2.6',
        strict: true,
      }),
    )
  }
  if (issuer?.rdns.length === 0) odd('has an empty issuer', 'issuer')
  if (subject === null || !isWhole(link)) return faults
  const isEmpty = subject.rdns.length === 0
  const alternative = extensions.find((each) => each.name === 'subjectAltName')
  if (isEmpty && values.basicConstraints?.ca === true)
    odd('is of a CA and has an empty subject', 'subject')
  else if (isEmpty && alternative === undefined) odd('names no subject at all', 'subject')
  else if (isEmpty && alternative?.critical === false) {
    odd('has an empty subject and does not mark subjectAltName as critical', 'subjectAltName')
  }
  if (!isEmpty && alternative?.critical === true && judged.role === 'server') {
    odd('has a subject and marks subjectAltName as critical', 'subjectAltName')
  }
  if (
    link.position === 0 &&
    judged.role === 'server' &&
    alternative === undefined &&
    judged.name === null
  ) {
    odd('has no subjectAltName', 'subject')
  }
  return faults
}

function findAlternativeFaults(judged: Case, link: Link): CertificateFault[] {
  const faults: CertificateFault[] = []
  for (const name of link.certificate.values.subjectAltName ?? []) {
    const why = faultOfName(name)
    if (why === null || faults.length >= mostListed) continue
    const text = `has the name ${describeGeneralName(name)}, which ${why}`
    const options = { field: 'subjectAltName', reference: 'RFC 5280 section 4.2.1.6' }
    faults.push(fault(judged, link, 'malformed', text, { ...options, strict: name.kind !== 'ip' }))
  }
  return faults
}

function faultOfName(name: GeneralName): string | null {
  switch (name.kind) {
    case 'dns':
      return faultOfHost(name.value)
    case 'ip':
      return name.bytes.length === 4 || name.bytes.length === 16 ? null : 'is no address'
    case 'email':
      return /^[^@\s]+@[^@\s]+$/.test(name.value) ? null : 'is no mailbox'
    case 'uri':
      return /^[a-z][a-z0-9+.-]*:/i.test(name.value) ? null : 'is no absolute address'
    default:
      return null
  }
}

function faultOfHost(host: string): string | null {
  if (parseIp(host) !== null) return 'is an address where a host name is due'
  const bare = host.replace(/^\*\./, '')
  if (host === '*') return 'is a wildcard for everything'
  if (bare.includes('*')) return 'has a wildcard that is not its whole left-most label'
  if (!isHostText(bare)) return 'is no host name'
  if (host.startsWith('*.') && isPublicSuffix(bare)) return 'is a wildcard for a whole registry'
  return null
}

/**
 * Top-level domains, and the second levels that country registries sell under (the usual words of the public suffix list; its
 * thousands of towns and companies are left out).
 */
function isPublicSuffix(host: string): boolean {
  const labels = host.toLowerCase().split('.')
  if (labels.length === 1) return true
  return labels.length === 2 && labels[1]?.length === 2 && registryWords.has(labels[0] ?? '')
}

const registryWords: ReadonlySet<string> = new Set(
  'ac co com edu go gob gouv gov gr ltd mil ne net nhs or org plc'.split(' '),
)

/**
 * CA/Browser Forum 7.1.4.3: a common name repeats one of the alternative names, letter for letter. Names that are no hosts, or
 * only the domain above, are common in private PKI and mislead nobody; what does is another spelling or another host of the same domain.
 */
function findCommonNameFaults(judged: Case): CertificateFault[] {
  const [link] = judged.links
  const names = link?.certificate.values.subjectAltName
  if (judged.role === 'client' || link?.certificate.subject == null || names === undefined)
    return []
  const served = names.flatMap((name) =>
    name.kind === 'dns' || name.kind === 'ip' ? [name.value] : [],
  )
  return attributeValues(link.certificate.subject, commonName)
    .filter((common) => !served.includes(common) && isMisleading(common, served))
    .map((common) => {
      const text = `has the common name ${common}, which is not among its alternative names`
      const section = 'CA/Browser Forum Baseline Requirements section 7.1.4.3'
      return fault(judged, link, 'malformed', text, {
        field: 'subject',
        reference: section,
        strict: true,
      })
    })
}

function isMisleading(common: string, served: readonly string[]): boolean {
  const isAddress =
    parseIp(common) !== null || /^(0x[0-9a-f]+|[\d.]+|[0-9a-f:.]*:[0-9a-f:.]*)$/i.test(common)
  const isInternational =
    /[^\x20-\x7e]/.test(common) && common.includes('.') && !common.includes(' ')
  if (isAddress || isInternational) return true
  const domain = domainOf(common)
  return domain !== '' && served.some((name) => parseIp(name) === null && domainOf(name) === domain)
}

function domainOf(host: string): string {
  const dot = host.indexOf('.')
  return dot < 0 || !isHostText(host.replace(/^\*\./, '')) ? '' : host.slice(dot + 1).toLowerCase()
}
