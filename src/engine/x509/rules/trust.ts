// Whether the chain leads to somebody that verifiers trust, and if not, where it ends. RFC 5280 §6.1.1 (d).

import type { RootStore } from '../anchor.ts'
import type { CertificateFault } from '../fault.ts'
import { findInterceptor } from '../interception.ts'
import { isSelfIssued, isSelfSigned } from '../issue.ts'
import { canonicalName, type Name } from '../name.ts'
import type { Misfit } from '../path.ts'
import { type Case, fault } from './rule.ts'

/** Where the path ends. */
export type Reach =
  | 'public-root'
  | 'given-anchor'
  | 'private-root' // a self-signed certificate that was sent, and that nobody knows
  | 'self-signed' // the peer's own certificate signed by itself
  | 'nothing'

/** What is known about the issuer that the chain ends before. */
export interface MissingIssuer {
  readonly name: string
  /** Where its certificate can be fetched. */
  readonly caIssuers: readonly string[]
  /** A root of that organisation is in the public store: the missing one is most likely its intermediate. */
  readonly isPublicCa: boolean
  /** Seen elsewhere with another issuer: an intermediate, and no root. */
  readonly isKnownIntermediate: boolean
}

export interface Ending {
  readonly reach: Reach
  readonly missing: MissingIssuer | null
}

export interface EndingOptions {
  readonly misfits: readonly Misfit[]
  readonly roots: RootStore
  readonly isKnownIntermediate: (issuer: Name) => boolean
}

export function findEnding(judged: Case, { roots, isKnownIntermediate }: EndingOptions): Ending {
  const { anchor, links } = judged
  if (anchor !== null)
    return { reach: anchor.isPublic ? 'public-root' : 'given-anchor', missing: null }
  const last = links.at(-1)
  const issuer = last?.certificate.issuer ?? null
  if (last === undefined || issuer === null) return { reach: 'nothing', missing: null }
  if (isSelfSigned(last.certificate)) {
    return { reach: last.position === 0 ? 'self-signed' : 'private-root', missing: null }
  }
  const caIssuers = last.certificate.values.authorityInfoAccess?.caIssuers ?? []
  const missing = {
    name: issuer.text,
    caIssuers,
    isPublicCa: isOfPublicCa(issuer, roots),
    isKnownIntermediate: isKnownIntermediate(issuer),
  }
  return { reach: 'nothing', missing }
}

export function findTrustFaults(
  judged: Case,
  { reach, missing }: Ending,
  { misfits }: EndingOptions,
): CertificateFault[] {
  const { links, role } = judged
  const last = links.at(-1)
  if (last === undefined || reach === 'public-root' || reach === 'given-anchor') return []
  const faults: CertificateFault[] = []
  const interceptor =
    role === 'server' ? findInterceptor(links.map((link) => link.certificate)) : null
  if (interceptor !== null) {
    const text = `was made by an inspection proxy (${interceptor}), whose root is not a public one`
    faults.push(fault(judged, links[0] ?? last, 'intercepted', text, { field: 'issuer' }))
  }
  if (reach === 'self-signed') {
    faults.push(
      fault(judged, last, 'self-signed', 'is signed by itself, and is no root that is known', {
        field: 'issuer',
      }),
    )
  } else if (reach === 'private-root') {
    const text = 'is a root of its own, and not one that is known'
    faults.push(fault(judged, last, 'unknown-issuer', text, { field: 'subject' }))
  } else if (misfits.some((each) => each.certificate === last.certificate && !each.isOtherKey)) {
    // The issuer is there and did not sign: the signature is what is wrong, and told by its own rule.
    return faults
  } else if (missing !== null) {
    const { name, caIssuers, isPublicCa, isKnownIntermediate } = missing
    const isGap = caIssuers.length > 0 || isPublicCa || isKnownIntermediate
    const text = isGap
      ? `was issued by ${name}, which is not among what was sent`
      : `was issued by ${name}, which is neither among what was sent nor a root that is known`
    faults.push(
      fault(judged, last, isGap ? 'chain-incomplete' : 'unknown-issuer', text, { field: 'issuer' }),
    )
  }
  return faults
}

/** Signatures that are not by the issuer whose name they bear. */
export function findSignatureFaults(judged: Case, misfits: readonly Misfit[]): CertificateFault[] {
  if (judged.anchor !== null) return []
  const last = judged.links.at(-1)
  if (last === undefined) return []
  const { certificate } = last
  const misfit = misfits.find((each) => each.certificate === certificate && !each.isOtherKey)
  const forged =
    isSelfIssued(certificate) && certificate.signature !== null && !isSelfSigned(certificate)
  const named = certificate.values.authorityKeyIdentifier?.keyIdentifier ?? null
  const own = certificate.values.subjectKeyIdentifier ?? null
  const claimsItself =
    named === null ||
    (own !== null && named.length === own.length && named.every((b, i) => b === own[i]))
  if (misfit === undefined && !(forged && claimsItself)) return []
  const text = `bears a signature that is not by the key of its issuer ${certificate.issuer?.text ?? ''}`
  return [
    fault(judged, last, 'bad-signature', text, {
      field: 'signatureValue',
      reference: 'RFC 5280 section 6.1.3',
    }),
  ]
}

/** How a canonical name writes the attribute. */
const organization = '2.5.4.10='

/** A public root bears the name, or belongs to the same organisation. */
function isOfPublicCa(issuer: Name, roots: RootStore): boolean {
  const name = canonicalName(issuer)
  const { names, organizations } = knownOf(roots)
  return names.has(name) || linesOf(name).some((line) => organizations.has(line))
}

interface KnownRoots {
  readonly names: ReadonlySet<string>
  readonly organizations: ReadonlySet<string>
}

/** Whether a missing issuer is a public one is asked for many chains. Forgotten with the store. */
const knownRoots = new WeakMap<RootStore, KnownRoots>()

function knownOf(roots: RootStore): KnownRoots {
  let known = knownRoots.get(roots)
  if (known === undefined) {
    const names = roots.publicNames
    known = { names: new Set(names), organizations: new Set(names.flatMap(linesOf)) }
    knownRoots.set(roots, known)
  }
  return known
}

/** The lines of a canonical name that say an organisation. */
function linesOf(name: string): string[] {
  return name.split('\n').filter((line) => line.startsWith(organization))
}
