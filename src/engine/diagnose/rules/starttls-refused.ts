// The client asked for the upgrade to TLS, and the server refused it.

import { factAt } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'

export const starttlsRefused: Rule = {
  id: 'starttls-refused',
  title: 'The server refused the upgrade to TLS',
  find(story) {
    const facts = story.c.upgradeFacts
    if (!facts?.asked || !facts.answer || facts.answer.accepted) return []
    if (isProxy(facts.protocol)) return []
    return [
      finding(story, {
        cause: 'starttls-refused',
        // What was never offered cannot be granted: then that is the nearer cause.
        weight: facts.offered === false ? 0.85 : 0.95,
        rejectedBy: 'server',
        evidence: [
          factAt(`The client asked for TLS: "${facts.asked.text}"`, facts.asked.span),
          factAt(`The server answered "${facts.answer.text}"`, facts.answer.span),
        ],
        facts: {
          protocol: facts.protocol,
          answer: facts.answer.text,
          endFrame: facts.answer.frame,
        },
      }),
    ]
  },
}

/** A tunnel is no upgrade: what a proxy refuses has a cause of its own. */
export function isProxy(protocol: string): boolean {
  return protocol === 'http' || protocol.startsWith('http-connect') || protocol.startsWith('socks')
}
