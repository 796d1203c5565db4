// Makes the rule for a cause that an alert names by itself.

import type { Cause } from '../registry/tables/causes.ts'
import { otherSide, type Side } from '../wire/span.ts'
import type { Finding } from './finding.ts'
import { evidenceOfEnd } from './rejection.ts'
import { finding, type Rule } from './rule.ts'
import type { End, Story } from './story.ts'

export interface AlertRule {
  readonly cause: Cause
  readonly title: string
  readonly alerts: readonly number[]
  /** Of a finding that rests on the alert alone. */
  readonly weight: number | ((story: Story) => number)
  /** Whose alert it must be, where that matters. */
  readonly from?: Side
  /** More conditions. */
  readonly fits?: (story: Story, end: End) => boolean
  readonly alternatives?: readonly Cause[]
  /** Default: as the catalogue says. `other` is the side that did not send it. */
  readonly fault?: 'sender' | 'other'
}

export function alertRule(options: AlertRule): Rule {
  return {
    id: options.cause,
    title: options.title,
    find(story): Finding[] {
      const { end } = story
      const code = end?.alert?.code
      if (!end || code === null || code === undefined || !options.alerts.includes(code)) return []
      if (options.from !== undefined && options.from !== end.by) return []
      if (options.fits && !options.fits(story, end)) return []
      return [
        finding(story, {
          cause: options.cause,
          weight: typeof options.weight === 'number' ? options.weight : options.weight(story),
          evidence: [evidenceOfEnd(end)],
          alternatives: options.alternatives ?? [],
          faultSide: faultOf(options.fault, end.by),
        }),
      ]
    },
  }
}

function faultOf(fault: AlertRule['fault'], by: Side): Side | null {
  if (fault === undefined) return null
  return fault === 'sender' ? by : otherSide(by)
}
