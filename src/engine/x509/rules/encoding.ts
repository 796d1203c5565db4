// Certificates that cannot be read, or only by lenient readers. X.690, RFC 5280 §4.1.

import type { Oddity, OddityRule } from '../der.ts'
import type { ExtensionName } from '../extension.ts'
import { fault, type Link, type Rule } from './rule.ts'

export const findEncodingFaults: Rule = (judged) =>
  judged.links.flatMap((link) => {
    const { certificate } = link
    const faults = []
    if (certificate.damage !== null) {
      const { message, field } = certificate.damage
      faults.push(fault(judged, link, 'malformed', `could not be parsed (${message})`, { field }))
    }
    if (certificate.publicKey?.damage) {
      const { message } = certificate.publicKey.damage
      const field = 'subjectPublicKeyInfo'
      faults.push(
        fault(judged, link, 'malformed', `has a key that could not be read (${message})`, {
          field,
        }),
      )
    }
    for (const extension of certificate.extensions) {
      if (extension.damage === null) continue
      const field = extension.name ?? extension.oid
      const strict = extension.name !== null && looseExtensions.has(extension.name)
      const text = `has an extension that could not be parsed (${extension.damage.message})`
      faults.push(fault(judged, link, 'malformed', text, { field, strict }))
    }
    for (const odd of certificate.oddities) faults.push(oddityFault(judged, link, odd))
    return faults
  })

/** Pointers and promises that a verifier can do without: most do not even read them. */
const looseExtensions: ReadonlySet<ExtensionName> = new Set([
  'authorityInfoAccess',
  'cRLDistributionPoints',
  'certificatePolicies',
  'freshestCRL',
  'issuerAltName',
  'netscapeCertType',
  'signedCertificateTimestampList',
])

/** What every verifier trips over; all other oddities are for the strict. */
const hardRules: ReadonlySet<OddityRule> = new Set(['duplicate', 'mismatch', 'trailing', 'time'])

function oddityFault(judged: Parameters<Rule>[0], link: Link, { rule, field, text, at }: Oddity) {
  const spanned = link.certificate.fields.some((span) => span.field === field)
  return fault(judged, link, 'malformed', `has a fault at byte ${at}: ${field} ${text}`, {
    strict: !hardRules.has(rule),
    // Fields inside an extension have no place of their own: the smallest that holds the byte stands for them.
    field: spanned ? field : holderOf(link, at),
    reference: 'RFC 5280 section 4.1',
  })
}

function holderOf({ certificate }: Link, at: number): string {
  const holders = certificate.fields.filter(({ from, to }) => from <= at && at < to)
  holders.sort((a, b) => a.to - a.from - (b.to - b.from))
  return holders[0]?.field ?? 'certificate'
}
