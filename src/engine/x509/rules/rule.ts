// What the rules look at, and how they tell what they found.

import type { Anchor } from '../anchor.ts'
import { type Certificate, findField } from '../certificate.ts'
import type { Clock } from '../clock.ts'
import { causeOf, type CertificateFault, type FaultKind, type Role } from '../fault.ts'
import { isSelfIssued } from '../issue.ts'
import type { PeerName } from '../peer-name.ts'

/** One certificate of the path, with its place in it. */
export interface Link {
  readonly certificate: Certificate
  /** Index into the judgement's `certificates`. */
  readonly index: number
  /** 0 for the peer's own. */
  readonly position: number
  readonly isAnchor: boolean
  readonly isSelfIssued: boolean
  /** The next one up; null at the end of the path. */
  readonly issuer: Link | null
}

export interface Case {
  readonly role: Role
  readonly clock: Clock
  /** The name that the peer was asked for; null where nobody knows. */
  readonly name: PeerName | null
  /** From the peer's own upwards; public roots, of which only name and key are held, are not among them. */
  readonly links: readonly Link[]
  readonly anchor: Anchor | null
}

export type Rule = (judged: Case) => CertificateFault[]

export interface FaultOptions {
  readonly strict?: boolean
  readonly field?: string
  readonly reference?: string
}

/** Makes a fault. `text` follows the words for the certificate: `had expired on …`. */
export function fault(
  judged: Pick<Case, 'role'>,
  link: Pick<Link, 'certificate' | 'index' | 'position' | 'isAnchor'>,
  kind: FaultKind,
  text: string,
  { strict = false, field, reference }: FaultOptions = {},
): CertificateFault {
  const span = field === undefined ? null : findField(link.certificate, field)
  return {
    kind,
    cause: causeOf(kind, judged.role),
    text: `${describeLink(judged.role, link)} ${text}.`,
    certificate: link.index,
    strict,
    field: field ?? null,
    span: span === null ? null : { from: span.from, to: span.to },
    reference: reference ?? null,
  }
}

function describeLink(
  role: Role,
  { certificate, position, isAnchor }: Pick<Link, 'certificate' | 'position' | 'isAnchor'>,
): string {
  if (position === 0) return `The ${role}'s certificate`
  const subject = certificate.subject?.text ?? ''
  const called = subject === '' ? `number ${position} of the path` : subject
  return `The ${isAnchor ? 'root' : 'CA'} certificate ${called}`
}

/**
 * Whether the whole certificate could be read. Only then does an extension that is not there prove that it was not sent.
 */
export function isWhole({ certificate }: Pick<Link, 'certificate'>): boolean {
  return certificate.damage === null
}

/** Makes the links of a path. */
export function linkPath(
  path: readonly Certificate[],
  anchor: Anchor | null,
  indexOf: (certificate: Certificate) => number,
): Link[] {
  const links: Link[] = []
  let issuer: Link | null = null
  for (const [position, certificate] of [...path.entries()].reverse()) {
    issuer = {
      certificate,
      index: indexOf(certificate),
      position,
      isAnchor: anchor !== null && issuer === null && isAnchorItself(certificate, anchor),
      isSelfIssued: isSelfIssued(certificate),
      issuer,
    }
    links.unshift(issuer)
  }
  return links
}

function isAnchorItself(certificate: Certificate, anchor: Anchor): boolean {
  const [a, b] = [certificate.publicKey?.der, anchor.key.der]
  return a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** A day for people: `2009-05-01 12:00:00 UTC`. */
export function describeTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  // Years beyond those that Date can hold do not exist in certificates, but in hostile ones.
  if (Number.isNaN(date.getTime())) return 'a day beyond the calendar'
  return `${date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d{3}Z$/, '')} UTC`
}
