// Judges a chain as the peer would have: every path that can be built, and what can be held against the best of them.

import { isSameBytes } from '../wire/bytes.ts'
import { type Anchor, RootStore } from './anchor.ts'
import type { Certificate } from './certificate.ts'
import { Clock } from './clock.ts'
import type { RevocationList } from './crl.ts'
import type { CertificateFault, Role } from './fault.ts'
import { isSelfIssued } from './issue.ts'
import { isSameName } from './name.ts'
import { buildPaths, depthOf, type Path, type Paths } from './path.ts'
import type { PeerName } from './peer-name.ts'
import { findAuthorityFaults } from './rules/authority.ts'
import { findConstraintFaults } from './rules/constraints.ts'
import { findEncodingFaults } from './rules/encoding.ts'
import { findExtensionFaults } from './rules/extensions.ts'
import { findNameFaults } from './rules/names.ts'
import { findPolicyFaults } from './rules/policies.ts'
import { findListFaults, findStapleFaults } from './rules/revocation.ts'
import { type Case, fault, linkPath } from './rules/rule.ts'
import { findStrengthFaults } from './rules/strength.ts'
import {
  type Ending,
  type EndingOptions,
  findEnding,
  findSignatureFaults,
  findTrustFaults,
} from './rules/trust.ts'
import { findUsageFaults } from './rules/usage.ts'
import { findValidityFaults } from './rules/validity.ts'
import { findInterceptor } from './interception.ts'

export interface ChainQuestion {
  /** As sent: the peer's own first. */
  readonly chain: readonly Certificate[]
  /** Seconds since 1970: the capture's clock, not today's. */
  readonly at: number
  /** Who sent the chain. */
  readonly role: Role
  /** What the peer was asked for; null where nobody knows. Default null. */
  readonly name?: PeerName | null
  /** The public roots. Default none. */
  readonly roots?: RootStore
  /** Certificates that the verifier trusts beside them. */
  readonly anchors?: readonly Anchor[]
  /** CA certificates known from elsewhere, such as from other conversations. They fill no gap, but tell one from an unknown issuer. */
  readonly known?: readonly Certificate[]
  readonly crls?: readonly RevocationList[]
  /** The stapled OCSP response; null where the server could have sent one and did not. Undefined: nobody knows. */
  readonly staple?: Uint8Array | null | undefined
  /** How many intermediates the verifier allows, self-issued ones not counted. Default any. */
  readonly depth?: number
}

export interface ChainJudgement {
  /** Nobody objects, not even the strict. */
  readonly accepted: boolean
  /** In the order in which verifiers look: parsing, signatures, dates, authority, usage, name, strength, trust, revocation. */
  readonly faults: readonly CertificateFault[]
  /** What `CertificateFault.certificate` counts: the chain as sent, then the anchor's certificate where one is held. */
  readonly certificates: readonly Certificate[]
  /** Indexes into `certificates` of the path that was judged, from the peer's own upwards. */
  readonly path: readonly number[]
  readonly anchor: Anchor | null
  readonly reach: Ending['reach']
  readonly missing: Ending['missing']
  /** False where a certificate stands before one that it issued, or others stand between. */
  readonly isInOrder: boolean
  /** Indexes of certificates that were sent and that the path does not need. */
  readonly extra: readonly number[]
  /** The inspection product that the issuers' names give away, or null. */
  readonly interceptor: string | null
  /** How long the peer's own certificate lives, in days; null where its dates could not be read. */
  readonly validDays: number | null
  /** The search for a path was given up at one of its bounds. */
  readonly exhausted: boolean
}

/** Never throws on bad input. An empty chain is accepted: whether one was due is not for this to say. */
export function judgeChain(
  question: ChainQuestion,
  clock: Clock = new Clock(question.at),
): ChainJudgement {
  const { chain, roots = new RootStore([]), anchors = [] } = question
  const store = roots.with(anchors)
  const certificates = unique(chain)
  const [leaf] = certificates
  const paths = leaf === undefined ? noPaths : buildPaths(leaf, certificates.slice(1), store)
  const candidates = paths.complete.length > 0 ? paths.complete : [paths.partial]
  const judged = candidates
    .map((path) => judgePath(path, question, clock, paths, chain))
    .reduce((best, each) => (weightOf(each.faults) < weightOf(best.faults) ? each : best))
  const used = judged.path
  return {
    ...judged,
    accepted: judged.faults.length === 0,
    isInOrder: used.every((index, i) => i === 0 || index > (used[i - 1] ?? 0)),
    extra: chain.flatMap((_, index) => (isNeeded(judged, index, chain) ? [] : [index])),
    interceptor: findInterceptor(chain),
    validDays: daysOf(leaf),
    exhausted: paths.exhausted,
  }
}

const noPaths: Paths = {
  complete: [],
  partial: { certificates: [], anchor: null },
  misfits: [],
  exhausted: false,
}

/** The same certificate sent twice counts once. */
function unique(chain: readonly Certificate[]): Certificate[] {
  return chain.filter(
    (each, i) => !chain.slice(0, i).some((other) => isSameCertificate(each, other)),
  )
}

type PathJudgement = Pick<
  ChainJudgement,
  'faults' | 'certificates' | 'path' | 'anchor' | 'reach' | 'missing'
>

function judgePath(
  path: Path,
  question: ChainQuestion,
  clock: Clock,
  { misfits }: Paths,
  chain: readonly Certificate[],
): PathJudgement {
  const { role, name = null, roots = new RootStore([]), crls = [], staple, depth } = question
  const { anchor } = path
  const held =
    chain.find((each) => isSameCertificate(each, anchor?.certificate)) ??
    anchor?.certificate ??
    null
  const isSent = path.certificates.some((each) => isAnchor(each, anchor))
  const whole = held === null || isSent ? path.certificates : [...path.certificates, held]
  const certificates = [...chain, ...whole.filter((each) => !chain.includes(each))]
  const links = linkPath(whole, anchor, (each) => certificates.indexOf(each))
  const judged: Case = {
    role,
    clock,
    name,
    links: isPublicRoot(anchor) && isSent ? links.slice(0, -1) : links,
    anchor,
  }
  const options: EndingOptions = {
    misfits,
    roots,
    isKnownIntermediate: (issuer) =>
      (question.known ?? []).some(
        (each) => each.subject !== null && isSameName(each.subject, issuer) && !isSelfIssued(each),
      ),
  }
  const ending = findEnding(judged, options)
  const faults = [
    ...findEncodingFaults(judged),
    ...findSignatureFaults(judged, misfits),
    ...findValidityFaults(judged),
    ...findExtensionFaults(judged),
    ...findAuthorityFaults(judged),
    ...findDepthFaults(judged, path, depth),
    ...findConstraintFaults(judged),
    ...findPolicyFaults(judged),
    ...findUsageFaults(judged),
    ...findNameFaults(judged),
    ...findStrengthFaults(judged),
    ...findTrustFaults(judged, ending, options),
    ...findListFaults(judged, crls),
    ...(staple === undefined ? [] : findStapleFaults(judged, staple)),
  ]
  return { faults, certificates, path: links.map(({ index }) => index), anchor, ...ending }
}

function isSameCertificate(a: Certificate, b: Certificate | null | undefined): boolean {
  return b != null && isSameBytes(a.der, b.der)
}

function isAnchor(certificate: Certificate, anchor: Anchor | null): boolean {
  const { publicKey, subject } = certificate
  if (anchor === null || publicKey === null || subject === null) return false
  return isSameBytes(publicKey.der, anchor.key.der) && isSameName(subject, anchor.subject)
}

/** The store vouches for public roots, by name and key: what their certificates say is nobody's concern. */
function isPublicRoot(anchor: Anchor | null): boolean {
  return anchor?.isPublic === true
}

function findDepthFaults(judged: Case, path: Path, depth: number | undefined): CertificateFault[] {
  const [leaf] = judged.links
  if (depth === undefined || leaf === undefined) return []
  const found = depthOf(path)
  if (found <= depth) return []
  const text = `stands below ${found} intermediates, and the verifier allows ${depth}`
  return [fault(judged, leaf, 'constraint-violated', text)]
}

/** Paths are compared by what all verifiers reject, then by what the strict reject. */
function weightOf(faults: readonly CertificateFault[]): number {
  return faults.reduce((sum, { strict }) => sum + (strict ? 1 : 1000), 0)
}

function isNeeded(
  { path, certificates, anchor }: PathJudgement,
  index: number,
  chain: readonly Certificate[],
): boolean {
  const certificate = chain[index]
  if (certificate === undefined || isAnchor(certificate, anchor)) return true
  return path.some((each) => certificates[each] === certificate)
}

function daysOf(leaf: Certificate | undefined): number | null {
  if (leaf === undefined || leaf.notBefore === null || leaf.notAfter === null) return null
  return (leaf.notAfter - leaf.notBefore) / 86_400
}
