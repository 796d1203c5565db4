// From findings to one verdict: the best explained cause first, what the evidence leaves open behind it.

import type { Cause } from '../registry/tables/causes.ts'
import type { Finding } from './finding.ts'
import type { Verdict } from './verdict.ts'

export interface Ranking {
  readonly best: Finding
  readonly confidence: Verdict['confidence']
  readonly alternatives: readonly Cause[]
}

/** From here on a finding needs no second thought, unless another one is as good. */
const certainFrom = 0.9
const likelyFrom = 0.6
/** A rival this close leaves room for doubt. */
const margin = 0.1
/** What weighs less than this share of the best is not worth naming. */
const namedFrom = 0.3

/** Null when there are no findings. */
export function rank(findings: readonly Finding[]): Ranking | null {
  const sorted = findings.toSorted((a, b) => b.weight - a.weight)
  const [best] = sorted
  if (!best) return null
  const rivals = sorted.filter((f) => f.cause !== best.cause)
  const others = rivals.filter((f) => f.weight >= best.weight * namedFrom).map((f) => f.cause)
  const alternatives = [...new Set([...best.alternatives, ...others])].filter(
    (cause) => cause !== best.cause,
  )
  const contested = (rivals[0]?.weight ?? 0) > best.weight - margin
  return { best, confidence: confidenceOf(best.weight, contested), alternatives }
}

function confidenceOf(weight: number, contested: boolean): Verdict['confidence'] {
  if (weight >= certainFrom && !contested) return 'certain'
  return weight >= likelyFrom ? 'likely' : 'possible'
}
