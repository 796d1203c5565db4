// A finding: one thing that a rule saw, with the facts and bytes that show it.

import type { Cause } from '../registry/tables/causes.ts'
import type { Side, Span } from '../wire/span.ts'

export interface Evidence {
  /** One sentence, past tense, no final full stop needed: what is seen. */
  readonly text: string
  /** Where; null for facts about the conversation as a whole (timing, absence). */
  readonly span: Span | null
  /** The bytes at `span`, at most 64, when the scan still had them. */
  readonly bytes: Uint8Array | null
  /** The standard's section, such as `RFC 5246 section 7.2.2`. */
  readonly reference: string | null
}

export interface Finding {
  readonly cause: Cause
  /** 0 to 1: how well the facts fit this cause and no other. The ranking compares these. */
  readonly weight: number
  readonly rejectedBy: Side | 'middle' | null
  readonly faultSide: Side | 'middle' | 'either' | null
  /** Names and values for the texts: `{ notAfter: '2009-05-01', subject: … }`. */
  readonly facts: Readonly<Record<string, string | number>>
  readonly evidence: readonly Evidence[]
  /** Causes that the same facts leave open, likeliest first. */
  readonly alternatives: readonly Cause[]
  /** What was looked at and excluded: one sentence each. */
  readonly ruledOut: readonly string[]
}
