// QUIC Initials that nobody answers.

import { fact, factAt } from '../evidence.ts'
import { findFallback, isAskedAgain } from '../fallback.ts'

import { finding, type Rule } from '../rule.ts'

export const quicBlocked: Rule = {
  id: 'quic-blocked',
  title: 'QUIC is not answered',
  find(story, siblings) {
    const { c } = story
    const facts = c.datagram
    if (c.protocol !== 'quic' || !facts || facts.datagrams.server > 0) return []
    if (!isAskedAgain(c) && c.icmp.length === 0) return []
    const icmp = c.icmp[0]
    const evidence = [
      fact(`The client sent ${facts.datagrams.client} datagrams, and none was answered`),
    ]
    if (icmp)
      evidence.push(
        factAt(`ICMP type ${icmp.type} code ${icmp.code} came from ${icmp.source}`, icmp.span),
      )
    const next = findFallback(c, siblings)
    if (next)
      evidence.push(
        fact(
          `The client went on over TCP (conversation ${next.id}, frame ${next.firstFrame}), which ${next.outcome === 'completed' ? 'succeeded' : 'did not succeed either'}`,
        ),
      )
    return [
      finding(story, {
        cause: 'quic-blocked',
        weight: 0.8,
        rejectedBy: null,
        evidence,
        facts: { endFrame: c.lastFrame },
        alternatives: ['no-answer', 'datagram-timeout'],
      }),
    ]
  },
}
