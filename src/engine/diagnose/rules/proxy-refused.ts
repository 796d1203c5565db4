// A proxy in front refused the tunnel.

import { factAt } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'
import { isProxy } from './starttls-refused.ts'

export const proxyRefused: Rule = {
  id: 'proxy-refused',
  title: 'The proxy refused the tunnel',
  find(story) {
    const { c } = story
    const facts = c.upgradeFacts
    if (!facts?.asked || !facts.answer || facts.answer.accepted || !isProxy(facts.protocol))
      return []
    return [
      finding(story, {
        cause: 'proxy-refused',
        weight: 0.96,
        rejectedBy: 'middle',
        evidence: [
          factAt(
            `The client asked for ${c.proxyTarget ?? 'a tunnel'}: "${facts.asked.text}"`,
            facts.asked.span,
          ),
          factAt(`The proxy answered "${facts.answer.text}"`, facts.answer.span),
        ],
        facts: {
          answer: facts.answer.text,
          target: c.proxyTarget ?? '',
          endFrame: facts.answer.frame,
        },
      }),
    ]
  },
}
