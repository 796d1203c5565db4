// What the words of a cause are made of.

import type { causes } from '../../registry/tables/causes.ts'
import type { Side } from '../../wire/span.ts'

/** What a text may name. Where the capture does not say, words that fit stand in. */
export interface Words {
  /** A fact of the finding, or what to say in its place. */
  readonly fact: (name: string, otherwise?: string) => string
  readonly has: (name: string) => boolean
  /** `the client` or `the server`, who ended it; `one side` where nobody did. */
  readonly ender: string
  /** The side that did not end it. */
  readonly other: string
  readonly enderSide: Side | null
  /** `sent handshake_failure (40)`, `closed the connection`, `sent an encrypted alert`. */
  readonly did: string
  /** The name that the client asked for, or the server's address. */
  readonly server: string
  readonly port: number
  /** `example.com:443`. */
  readonly target: string
}

export interface CauseText {
  /** One sentence that a person can act on. */
  readonly headline: (words: Words) => string
  /** One sentence or two, past tense: who did what, and what it means. */
  readonly explanation: (words: Words) => string
  /** For the side at fault first; concrete settings where products differ. */
  readonly remedies: readonly string[]
}

/** The codes of a family of the catalogue: a table keyed by them is whole, or does not compile. */
export type CausesOf<Family extends (typeof causes)[number]['family']> = Extract<
  (typeof causes)[number],
  { readonly family: Family }
>['code']
