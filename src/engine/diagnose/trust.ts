// What certificates are held against: roots, further anchors, revocation lists.

import type { Anchor, RootStore } from '../x509/anchor.ts'
import type { RevocationList } from '../x509/crl.ts'
import { publicRoots } from '../x509/roots.ts'

export interface Trust {
  readonly roots: RootStore
  /** What the user says that the peer trusts beside the roots. */
  readonly anchors: readonly Anchor[]
  readonly crls: readonly RevocationList[]
}

/** What anybody may be expected to trust. */
export function publicTrust(): Trust {
  return { roots: publicRoots(), anchors: [], crls: [] }
}
