// A message came that the state does not allow: out of order, twice, or not asked for.

import { alerts } from '../../registry/tables/alerts.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import { findDisorder } from '../sequence.ts'

export const unexpectedMessage: Rule = {
  id: 'unexpected-message',
  title: 'A message came out of turn',
  find(story) {
    const { end } = story
    if (!end) return []
    const said = end.alert?.code === alerts.unexpected_message
    const disorder = findDisorder(story)
    if (!disorder) {
      return said
        ? [
            finding(story, {
              cause: 'unexpected-message',
              weight: 0.5,
              evidence: [evidenceOfEnd(end)],
            }),
          ]
        : []
    }
    // Whoever sent it does not complain about it.
    if (disorder.from === end.by) return []
    return [
      finding(story, {
        cause: 'unexpected-message',
        weight: said ? 0.96 : 0.88,
        faultSide: disorder.from,
        evidence: [
          factOf(disorder.text, disorder.message, 'RFC 5246 section 7.3'),
          evidenceOfEnd(end),
        ],
      }),
    ]
  },
}
