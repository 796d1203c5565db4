// The upgrade to TLS was needed, and the server does not offer it.

import { fact, factIn } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'
import { isProxy } from './starttls-refused.ts'

export const starttlsNotOffered: Rule = {
  id: 'starttls-not-offered',
  title: 'The server does not offer the upgrade to TLS',
  find(story) {
    const { c } = story
    const facts = c.upgradeFacts
    if (facts?.offered !== false || isProxy(facts.protocol)) return []
    // Asked for all the same, and refused: that is the nearer cause only where it was offered before.
    const last = c.preface.findLast((line) => line.from === 'server')
    const evidence = [
      fact(`The ${facts.protocol.toUpperCase()} server did not name TLS among what it can do`),
    ]
    if (last) evidence.push(factIn(`The server's last word was "${last.text}"`, last.frame))
    return [
      finding(story, {
        cause: 'starttls-not-offered',
        weight: facts.asked === null ? 0.93 : 0.9,
        rejectedBy: null,
        evidence,
        facts: { protocol: facts.protocol },
        alternatives: facts.asked === null ? [] : ['starttls-refused'],
      }),
    ]
  },
}
