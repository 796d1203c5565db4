// The last word was an alert that cannot be read without keys.

import { fact } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const encryptedFailure: Rule = {
  id: 'encrypted-failure',
  title: 'The alert that ended it is encrypted',
  find(story) {
    const { end } = story
    if (end?.how !== 'sealed') return []
    const evidence = [evidenceOfEnd(end)]
    if (story.c.keys.given && story.c.keys.match !== 'found')
      evidence.push(fact('Keys were given, and none of them fits this connection'))
    return [finding(story, { cause: 'encrypted-failure', weight: 0.42, evidence })]
  },
}
