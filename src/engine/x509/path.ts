// Builds the paths from a certificate to an anchor out of what was sent, in whatever order. RFC 4158.

import { isSameBytes } from '../wire/bytes.ts'
import type { Anchor, RootStore } from './anchor.ts'
import type { Certificate } from './certificate.ts'
import { isOtherKey, isSelfIssued, verifyIssuedBy } from './issue.ts'
import { isSameName } from './name.ts'

export interface Path {
  /** From the peer's own upwards; ends below the anchor, or with it where it was sent. */
  readonly certificates: readonly Certificate[]
  /** Null where the path leads to no anchor. */
  readonly anchor: Anchor | null
}

/** A certificate whose issuer was found by name, but whose signature is not by that issuer's key. */
export interface Misfit {
  readonly certificate: Certificate
  /** Null where the issuer is an anchor that is held without a certificate. */
  readonly issuer: Certificate | null
  /** The authority key identifier says that another key of that name was meant. */
  readonly isOtherKey: boolean
}

export interface Paths {
  readonly complete: readonly Path[]
  /** The longest that could be built without an anchor. */
  readonly partial: Path
  readonly misfits: readonly Misfit[]
  /** The search was given up at one of its bounds. */
  readonly exhausted: boolean
}

/**
 * Signatures cost, and a hostile chain makes every certificate a candidate for every other: the search gives up after
 * as many checks as Go's, after as many steps as no honest set of cross-signs takes, and at a depth that none reaches.
 */
const bounds = { signatures: 100, steps: 2000, depth: 24, complete: 8 } as const

export function buildPaths(
  leaf: Certificate,
  pool: readonly Certificate[],
  store: RootStore,
): Paths {
  const search = new Search(pool, store)
  search.extend([leaf])
  const { complete, partial, misfits, exhausted } = search
  return { complete, partial: { certificates: partial, anchor: null }, misfits, exhausted }
}

class Search {
  readonly complete: Path[] = []
  readonly misfits: Misfit[] = []
  partial: readonly Certificate[] = []
  exhausted = false
  readonly #pool: readonly Certificate[]
  readonly #store: RootStore
  #signatures = 0
  #steps = 0

  constructor(pool: readonly Certificate[], store: RootStore) {
    this.#pool = pool
    this.#store = store
  }

  extend(path: readonly Certificate[]): void {
    const last = path.at(-1)
    if (last === undefined) return
    if (path.length > this.partial.length) this.partial = path
    const anchor = this.#store.find(last)
    if (anchor !== undefined) {
      this.complete.push({ certificates: path, anchor })
      return
    }
    const { issuer } = last
    if (issuer === null) return
    for (const held of this.#store.named(issuer)) {
      if (this.#isSpent(path)) return
      if (this.#fits(last, held.certificate, held.key))
        this.complete.push({ certificates: path, anchor: held })
    }
    for (const candidate of this.#candidates(last)) {
      if (this.#isSpent(path)) return
      if (path.some((each) => isSameAuthority(each, candidate))) continue
      if (candidate.publicKey === null) continue
      if (this.#fits(last, candidate, candidate.publicKey)) this.extend([...path, candidate])
    }
  }

  #isSpent(path: readonly Certificate[]): boolean {
    this.#steps++
    if (this.complete.length >= bounds.complete) return true
    if (
      this.#steps <= bounds.steps &&
      this.#signatures <= bounds.signatures &&
      path.length <= bounds.depth
    )
      return false
    this.exhausted = true
    return true
  }

  /** Those that have the issuer's name, the ones whose key identifier fits first. */
  #candidates(last: Certificate): Certificate[] {
    const { issuer } = last
    if (issuer === null) return []
    return this.#pool
      .filter(({ subject }) => subject !== null && isSameName(subject, issuer))
      .map((each) => ({ each, rank: isOtherKey(last, each) === true ? 1 : 0 }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ each }) => each)
  }

  #fits(
    certificate: Certificate,
    issuer: Certificate | null,
    key: Parameters<typeof verifyIssuedBy>[1],
  ): boolean {
    this.#signatures++
    if (verifyIssuedBy(certificate, key) !== 'invalid') return true
    const other = issuer !== null && isOtherKey(certificate, issuer) === true
    this.misfits.push({ certificate, issuer, isOtherKey: other })
    return false
  }
}

/** One logical authority: the same name and key, whoever signed it. Twice in a path, it would be a circle. */
function isSameAuthority(a: Certificate, b: Certificate): boolean {
  if (a === b) return true
  if (a.publicKey === null || b.publicKey === null || a.subject === null || b.subject === null)
    return false
  return isSameName(a.subject, b.subject) && isSameBytes(a.publicKey.der, b.publicKey.der)
}

/** How many intermediates count towards a limit of depth: self-issued ones do not, RFC 5280 §6.1.4 (l). */
export function depthOf({ certificates, anchor }: Path): number {
  const sent = anchor !== null && certificates.at(-1)?.publicKey === anchor.key ? -1 : undefined
  return certificates.slice(1, sent).filter((each) => !isSelfIssued(each)).length
}
