// Flights over UDP that are sent again without answer, after an answer had been seen.

import { fact } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'

export const datagramTimeout: Rule = {
  id: 'datagram-timeout',
  title: 'A flight was sent again and again without answer',
  find(story) {
    const { c } = story
    const facts = c.datagram
    if (!facts || c.transport !== 'udp' || story.end !== null || facts.datagrams.server === 0)
      return []
    if (story.stage === 'finished') return []
    const { client, server } = facts.retransmittedFlights
    if (client + server === 0) return []
    const side = client >= server ? 'client' : 'server'
    return [
      finding(story, {
        cause: 'datagram-timeout',
        weight: 0.85,
        rejectedBy: null,
        evidence: [
          fact(
            `The ${side} sent its flight again ${Math.max(client, server)} times without an answer`,
          ),
        ],
        facts: { endFrame: c.lastFrame },
        alternatives: ['packet-loss'],
      }),
    ]
  },
}
