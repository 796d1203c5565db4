// A side closed the connection during the handshake without a word: what is left when nothing explains it.

import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const closed: Rule = {
  id: 'closed',
  title: 'The connection was closed without an alert',
  find(story) {
    const { end } = story
    if (end?.how !== 'fin') return []
    const cause = end.by === 'server' ? 'closed-by-server' : 'closed-by-client'
    return [finding(story, { cause, weight: 0.35, evidence: [evidenceOfEnd(end)] })]
  },
}
