// The client speaks plaintext to a port on which the server speaks TLS.

import { alerts } from '../../registry/tables/alerts.ts'
import { contentTypes } from '../../registry/tables/content-types.ts'
import { factAt } from '../evidence.ts'
import { findPlaintext, firstLine } from '../plaintext.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const plaintextClient: Rule = {
  id: 'plaintext-client',
  title: 'The client speaks plaintext to a TLS port',
  find(story) {
    const { c, end } = story
    const first = c.firstBytes.client
    if (!first || story.hello !== null || c.midstream) return []
    // A dialogue that leads to TLS begins in plaintext, as it must.
    if (c.upgradeFacts && (c.upgradeFacts.asked ?? c.upgradeFacts.offered) !== null) return []
    if (c.records.some((r) => r?.from === 'client')) return []
    const protocol = findPlaintext(first.bytes)
    const evidence = [
      factAt(`The client began with "${firstLine(first.bytes)}"`, first.span, first.bytes),
    ]
    const answer = c.firstBytes.server
    if (answer)
      evidence.push(
        factAt(`The server answered "${firstLine(answer.bytes)}"`, answer.span, answer.bytes),
      )
    if (end) evidence.push(evidenceOfEnd(end))
    if (protocol === null) {
      if (isRecord(first.bytes) && end?.alert?.code === alerts.unexpected_message) {
        const facts = { endFrame: end.frame }
        return [
          finding(story, {
            cause: 'unexpected-message',
            weight: 0.9,
            evidence,
            facts,
            faultSide: 'client',
          }),
        ]
      }
      const alternatives = ['plaintext-client'] as const
      return [
        finding(story, {
          cause: 'malformed-record',
          weight: 0.7,
          evidence,
          faultSide: 'client',
          alternatives,
        }),
      ]
    }
    return [
      finding(story, {
        cause: 'plaintext-client',
        weight: 0.95,
        evidence,
        facts: { protocol, line: firstLine(first.bytes) },
      }),
    ]
  },
}

/** The record layer is in order: it is what is in it that came out of turn. */
function isRecord([type = 0, major]: Uint8Array): boolean {
  return (
    type >= contentTypes.change_cipher_spec && type <= contentTypes.application_data && major === 3
  )
}
