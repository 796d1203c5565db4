// Large segments never arrive whilst small ones do: a path MTU black hole.

import { fact, factAt, factIn } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'
import { findStall } from '../stall.ts'

export const pathMtu: Rule = {
  id: 'path-mtu',
  title: 'Large segments are lost on the way, small ones arrive',
  find(story) {
    const { c } = story
    const { tcp } = c
    if (tcp === null) return []
    const tooBig = c.icmp.find((e) => e.mtu !== null)
    const stall = findStall(story)
    if (stall !== null && (stall.bySize || tooBig)) {
      const facts = tcp[stall.side]
      const evidence = [
        fact(
          `The ${stall.side} sent ${stall.length} bytes in one segment ${facts.stalledRetransmissions + 1} times without being acknowledged; the largest that was acknowledged had ${facts.largestAcknowledged}`,
        ),
      ]
      if (facts.lastStalled)
        evidence.push(factIn('Sent for the last time', facts.lastStalled.frame))
      if (tooBig)
        evidence.push(
          factAt(
            `${tooBig.source} said that the next hop takes ${tooBig.mtu ?? 0} bytes at most`,
            tooBig.span,
            null,
            'RFC 1191',
          ),
        )
      const facts2 = {
        length: stall.length,
        arrived: facts.largestAcknowledged,
        endFrame: c.lastFrame,
      }
      return [
        finding(story, {
          cause: 'path-mtu',
          weight: 0.9,
          rejectedBy: null,
          evidence,
          facts: facts2,
        }),
      ]
    }
    return atReceiver(story)
  },
}

/** Seen where the segments should have arrived: the end of the flight came, what stands before it never did. */
function atReceiver(story: Parameters<Rule['find']>[0]) {
  const { c } = story
  const { tcp } = c
  if (tcp === null || story.stage === 'finished') return []
  const server = tcp.server
  const hole = server.firstHole
  if (!hole || server.missingUnacknowledged === 0 || server.missingAcknowledged > 0) return []
  const gave = story.end === null || story.end.how !== 'alert'
  if (!gave) return []
  const evidence = [
    factIn(
      `${server.missingUnacknowledged} bytes of the server's flight never came, later bytes did`,
      hole.frame,
    ),
    fact(`The client asked for them ${tcp.client.duplicateAcks} times`),
  ]
  return [
    finding(story, {
      cause: 'path-mtu',
      weight: 0.75,
      rejectedBy: null,
      evidence,
      facts: { endFrame: c.lastFrame },
      alternatives: ['packet-loss'],
    }),
  ]
}
