// Segments were sent again and again, and never acknowledged, with no relation to their size.

import { secondsBetween } from '../../wire/moment.ts'
import type { Side } from '../../wire/span.ts'
import { fact, factIn } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'
import { findStall } from '../stall.ts'
import type { Story } from '../story.ts'

export const packetLoss: Rule = {
  id: 'packet-loss',
  title: 'Segments were repeated and never acknowledged',
  find(story) {
    const stall = findStall(story)
    if (stall === null || stall.bySize) return []
    return [
      finding(story, {
        cause: 'packet-loss',
        weight: 0.86,
        evidence: evidenceOf(story, stall.side),
        facts: { endFrame: story.c.lastFrame },
        alternatives: stall.length > 500 ? ['path-mtu'] : [],
      }),
    ]
  },
}

function evidenceOf({ c }: Story, side: Side) {
  const facts = c.tcp?.[side]
  if (!facts) return []
  const first = facts.firstStalled
  const last = facts.lastStalled
  const evidence = [
    fact(
      `The ${side} sent the same ${facts.stalledLength} bytes ${facts.stalledRetransmissions + 1} times, and they were never acknowledged`,
    ),
  ]
  if (first) evidence.push(factIn('Sent again for the first time', first.frame))
  if (first && last)
    evidence.push(
      factIn(
        `Sent again for the last time, ${secondsBetween(first.time, last.time).toFixed(1)} s later`,
        last.frame,
      ),
    )
  return evidence
}
