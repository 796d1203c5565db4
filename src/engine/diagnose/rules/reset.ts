// A side reset the connection during the handshake without a word: what is left when nothing explains it.

import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const reset: Rule = {
  id: 'reset',
  title: 'The connection was reset without an alert',
  find(story) {
    const { end } = story
    if (end?.how !== 'reset' || story.stage === 'connecting') return []
    const cause = end.by === 'server' ? 'reset-by-server' : 'reset-by-client'
    return [finding(story, { cause, weight: 0.35, evidence: [evidenceOfEnd(end)] })]
  },
}
