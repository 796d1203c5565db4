// The words for a finding: one headline that a person can act on, an explanation, and what to do.

import { causes } from '../../registry/tables/causes.ts'
import type { Finding } from '../finding.ts'
import type { Story } from '../story.ts'
import type { Verdict } from '../verdict.ts'

export function explain(
  finding: Finding,
  story: Story,
): Pick<Verdict, 'headline' | 'explanation' | 'remedies'> {
  void story
  const meaning = causes.find((row) => row.code === finding.cause)?.meaning ?? ''
  return { headline: meaning, explanation: meaning, remedies: [] }
}
