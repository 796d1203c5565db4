// Trust anchors: the names and keys that a path may end at.

import { isSameBytes } from '../wire/bytes.ts'
import type { Certificate } from './certificate.ts'
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

/** A public root that is read when its name is first asked for. */
export interface UnreadAnchor {
  /** As `canonicalName` writes it. */
  readonly name: string
  read(): Anchor
}

/** Anchors by name. */
export class RootStore {
  readonly #bySubject = new Map<string, (Anchor | UnreadAnchor)[]>()

  constructor(anchors: readonly (Anchor | UnreadAnchor)[]) {
    for (const anchor of anchors) {
      const key = 'read' in anchor ? anchor.name : canonicalName(anchor.subject)
      const held = this.#bySubject.get(key)
      if (held === undefined) this.#bySubject.set(key, [anchor])
      else held.push(anchor)
    }
  }

  get anchors(): readonly Anchor[] {
    return [...this.#bySubject.keys()].flatMap((name) => this.#read(name))
  }

  /** Canonical names of the anchors that the public can be expected to trust. */
  get publicNames(): readonly string[] {
    return [...this.#bySubject].flatMap(([name, held]) =>
      held.some((anchor) => 'read' in anchor || anchor.isPublic) ? [name] : [],
    )
  }

  named(name: Name): readonly Anchor[] {
    return this.#read(canonicalName(name))
  }

  /** The anchor with the name and key of this certificate. */
  find({ subject, publicKey }: Certificate): Anchor | undefined {
    if (subject === null || publicKey === null) return undefined
    return this.named(subject).find(({ key }) => isSameBytes(key.der, publicKey.der))
  }

  /** This store and more anchors. */
  with(anchors: readonly Anchor[]): RootStore {
    return anchors.length === 0
      ? this
      : new RootStore([...[...this.#bySubject.values()].flat(), ...anchors])
  }

  #read(name: string): readonly Anchor[] {
    const held = this.#bySubject.get(name)
    if (held === undefined) return []
    const read = held.map((anchor) => ('read' in anchor ? anchor.read() : anchor))
    this.#bySubject.set(name, read)
    return read
  }
}

/** Makes an anchor of a certificate that somebody trusts; null where name or key cannot be read. */
export function anchorOf(certificate: Certificate): Anchor | null {
  const { subject, publicKey: key, notAfter } = certificate
  if (subject === null || key === null) return null
  return { subject, key, notAfter, label: subject.text, isPublic: false, certificate }
}
