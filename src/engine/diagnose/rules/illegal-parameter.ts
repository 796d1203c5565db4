// A well-formed message with a value that is not allowed there.

import { alerts } from '../../registry/tables/alerts.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import { findIllegalChoice } from '../choices.ts'

export const illegalParameter: Rule = {
  id: 'illegal-parameter',
  title: 'A value that the handshake does not allow',
  find(story) {
    const { end } = story
    if (!end) return []
    const said = end.alert?.code === alerts.illegal_parameter
    const choice = findIllegalChoice(story)
    if (choice && choice.message.from !== end.by) {
      const evidence = [factOf(choice.text, choice.message, choice.reference), evidenceOfEnd(end)]
      return [
        finding(story, {
          cause: 'illegal-parameter',
          weight: said ? 0.96 : 0.93,
          evidence,
          faultSide: choice.message.from,
        }),
      ]
    }
    return said
      ? [
          finding(story, {
            cause: 'illegal-parameter',
            weight: 0.5,
            evidence: [evidenceOfEnd(end)],
            faultSide: end.by === 'client' ? 'server' : 'client',
          }),
        ]
      : []
  },
}
