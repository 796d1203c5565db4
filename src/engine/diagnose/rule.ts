// A rule looks at one story for one thing.

import type { Finding } from './finding.ts'
import type { Siblings } from './siblings.ts'
import type { Story } from './story.ts'

export interface Rule {
  readonly id: string
  readonly title: string
  /** Findings, or none. A rule never throws on input, and looks only at what it is given. */
  find(story: Story, siblings: Siblings): readonly Finding[]
}

/** What a rule needs not say is taken from what ended the handshake. */
export type FindingDraft = Pick<Finding, 'cause' | 'weight'> & Partial<Finding>

/** Fills in a finding: by default nobody is at fault but as the catalogue says, and who ended it rejected. */
export function finding(story: Story, draft: FindingDraft): Finding {
  return {
    rejectedBy: story.end?.by ?? null,
    faultSide: null,
    facts: {},
    evidence: [],
    alternatives: [],
    ruledOut: [],
    ...draft,
  }
}
