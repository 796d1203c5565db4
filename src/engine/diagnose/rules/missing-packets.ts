// The capture lacks packets that hold what would be needed to judge.

import { fact, factIn } from '../evidence.ts'
import { lacksPart } from '../outcome.ts'
import { finding, type Rule } from '../rule.ts'

export const missingPackets: Rule = {
  id: 'missing-packets',
  title: 'The capture lacks packets that were acknowledged',
  find(story) {
    const { c, end } = story
    const lacks = lacksPart(story)
    const startsLate = c.midstream && story.hello === null
    if (!lacks && !startsLate) return []
    const told = end?.how === 'alert'
    const hole = c.tcp?.server.firstHole ?? c.tcp?.client.firstHole ?? null
    const evidence = lacks
      ? [
          hole
            ? factIn(
                `${hole.length} bytes before this frame are missing from the capture, and the other side acknowledged them`,
                hole.frame,
              )
            : fact('The capture lacks bytes that the other side acknowledged'),
        ]
      : [fact('The capture begins in the middle of the connection')]
    return [
      finding(story, {
        cause: 'missing-packets',
        weight: told ? (lacks ? 0.3 : 0.15) : lacks ? 0.9 : 0.55,
        evidence,
      }),
    ]
  },
}
