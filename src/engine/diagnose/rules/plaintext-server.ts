// The server speaks a plaintext protocol where the client speaks TLS.

import { factAt, factOf } from '../evidence.ts'
import { findPlaintext, firstLine } from '../plaintext.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const plaintextServer: Rule = {
  id: 'plaintext-server',
  title: 'The server speaks plaintext where TLS was expected',
  find(story) {
    const { c, hello, helloMessage, end } = story
    const first = c.firstBytes.server
    if (!first || story.serverHello !== null || (hello === null && c.pending.client === null))
      return []
    // An upgrade that was agreed on begins in plaintext, as it must.
    if (c.upgradeFacts?.answer?.accepted === true || c.upgrade !== null) return []
    const protocol = findPlaintext(first.bytes)
    const garbled = c.garbage.find((g) => g.from === 'server')
    if (protocol === null && !garbled) return []
    const isFirst = protocol !== null
    if (!isFirst) return []
    const evidence = [
      factAt(`The server said "${firstLine(first.bytes)}"`, first.span, first.bytes),
    ]
    if (helloMessage) evidence.unshift(factOf('The client sent a ClientHello', helloMessage))
    if (end) evidence.push(evidenceOfEnd(end))
    return [
      finding(story, {
        cause: 'plaintext-server',
        weight: protocol === 'text' ? 0.88 : 0.96,
        evidence,
        facts: { protocol, line: firstLine(first.bytes) },
      }),
    ]
  },
}
