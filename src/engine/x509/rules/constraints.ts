// Name constraints: every name below a CA must lie where the CA may issue. RFC 5280 §4.2.1.10, §6.1.3 (b) and (c).

import { attributeValues } from '../name.ts'
import type { NameConstraints } from '../extensions/name-constraints.ts'
import type { CertificateFault } from '../fault.ts'
import { describeGeneralName, type GeneralName } from '../general-name.ts'
import { faultOfBase, isWithin, mayTouch } from '../subtree.ts'
import { type Case, fault, type Link, type Rule } from './rule.ts'

export const findConstraintFaults: Rule = (judged) => {
  const faults: CertificateFault[] = []
  let comparisons = 0
  for (const link of judged.links) {
    const constraints = link.certificate.values.nameConstraints
    if (constraints === undefined) continue
    faults.push(...findBaseFaults(judged, link, constraints))
    const below = judged.links.filter((each) => each.position < link.position)
    for (const each of below) {
      if (each.isSelfIssued && each.position > 0) continue
      const names = namesOf(each)
      comparisons += names.length * (constraints.permitted.length + constraints.excluded.length)
      if (comparisons > mostComparisons) {
        const text = 'has more name constraints than any verifier compares with that many names'
        return [...faults, fault(judged, link, 'constraint-violated', text, { field, reference })]
      }
      faults.push(...findNameFaults(judged, each, link, names, constraints))
    }
  }
  return faults
}

const field = 'nameConstraints'
const reference = 'RFC 5280 section 4.2.1.10'

/** Go's bound: a hostile chain makes the product of names and constraints, not their sum. */
const mostComparisons = 250_000

/** Of a chain that breaks its constraints a hundred times, the first few tell the story. */
const mostTold = 4

function findBaseFaults(
  judged: Case,
  link: Link,
  constraints: NameConstraints,
): CertificateFault[] {
  return [...constraints.permitted, ...constraints.excluded].flatMap((base) => {
    const why = faultOfBase(base)
    if (why === null) return []
    const text = `has the name constraint ${describeGeneralName(base)}, which ${why}`
    // Hosts with a leading dot are so common that only the letter of the RFC forbids them.
    const strict = base.kind === 'dns'
    return [fault(judged, link, 'malformed', text, { field, reference, strict })]
  })
}

function namesOf({ certificate }: Link): GeneralName[] {
  const { subject, values } = certificate
  const names = [...(values.subjectAltName ?? [])]
  if (subject !== null && subject.rdns.length > 0) {
    names.push({ kind: 'directory', value: subject.text, name: subject })
    for (const value of attributeValues(subject, '1.2.840.113549.1.9.1'))
      names.push({ kind: 'email', value })
  }
  return names
}

function findNameFaults(
  judged: Case,
  link: Link,
  ca: Link,
  names: readonly GeneralName[],
  { permitted, excluded }: NameConstraints,
): CertificateFault[] {
  const by = ca.certificate.subject?.text ?? 'its CA'
  const faults: CertificateFault[] = []
  for (const name of names) {
    if (faults.length >= mostTold) break
    const why = faultOfName(name, permitted, excluded)
    if (why === null) continue
    const text = `has the name ${describeGeneralName(name)}, which ${why} of ${by}`
    const where = name.kind === 'directory' ? 'subject' : 'subjectAltName'
    faults.push(fault(judged, link, 'constraint-violated', text, { field: where, reference }))
  }
  return faults
}

function faultOfName(
  name: GeneralName,
  permitted: readonly GeneralName[],
  excluded: readonly GeneralName[],
): string | null {
  const bans = excluded.filter((base) => base.kind === name.kind)
  const allows = permitted.filter((base) => base.kind === name.kind)
  if ([...bans, ...allows].some((base) => isWithin(name, base) === null)) {
    return 'cannot be held against the name constraints'
  }
  if (bans.some((base) => isWithin(name, base) === true || mayTouch(name, base))) {
    return 'lies in an excluded subtree'
  }
  if (allows.length > 0 && !allows.some((base) => isWithin(name, base) === true)) {
    return 'lies outside the permitted subtrees'
  }
  return null
}
