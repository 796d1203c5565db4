// Trust anchors: the names and keys that a path may end at.

import { type Certificate, isSameBytes } from './certificate.ts'
import { canonicalName, type Name } from './name.ts'
import type { PublicKey } from './public-key.ts'

export interface Anchor {
  readonly subject: Name
  readonly key: PublicKey
  readonly notAfter: number | null
  /** How people call it. */
  readonly label: string
  /** In the store of a browser: what the public can be expected to trust. */
  readonly isPublic: boolean
  /** Null where only name and key are held, as of the public roots. */
  readonly certificate: Certificate | null
}

/** Anchors by name. */
export class RootStore {
  readonly anchors: readonly Anchor[]
  readonly #bySubject = new Map<string, Anchor[]>()

  constructor(anchors: readonly Anchor[]) {
    this.anchors = anchors
    for (const anchor of anchors) {
      const key = canonicalName(anchor.subject)
      const held = this.#bySubject.get(key)
      if (held === undefined) this.#bySubject.set(key, [anchor])
      else held.push(anchor)
    }
  }

  named(name: Name): readonly Anchor[] {
    return this.#bySubject.get(canonicalName(name)) ?? []
  }

  /** The anchor with the name and key of this certificate. */
  find({ subject, publicKey }: Certificate): Anchor | undefined {
    if (subject === null || publicKey === null) return undefined
    return this.named(subject).find(({ key }) => isSameBytes(key.der, publicKey.der))
  }

  /** This store and more anchors. */
  with(anchors: readonly Anchor[]): RootStore {
    return anchors.length === 0 ? this : new RootStore([...this.anchors, ...anchors])
  }
}

/** Makes an anchor of a certificate that somebody trusts; null where name or key cannot be read. */
export function anchorOf(certificate: Certificate): Anchor | null {
  const { subject, publicKey: key, notAfter } = certificate
  if (subject === null || key === null) return null
  return { subject, key, notAfter, label: subject.text, isPublic: false, certificate }
}
