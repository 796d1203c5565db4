// A renegotiation was asked for, and refused, or ended the connection.

import { alerts } from '../../registry/tables/alerts.ts'
import { fact, factOf } from '../evidence.ts'
import { isRenegotiationRefused } from '../outcome.ts'
import { finding, type Rule } from '../rule.ts'

export const renegotiationRefused: Rule = {
  id: 'renegotiation-refused',
  title: 'A renegotiation was refused',
  find(story) {
    if (story.stage !== 'finished' || !isRenegotiationRefused(story)) return []
    const { client, server } = story.renegotiation
    const refusal = story.alerts.find((a) => a.code === alerts.no_renegotiation)
    const who = client >= server ? 'client' : 'server'
    const evidence = [
      fact(
        `The ${who} sent handshake records after the handshake was done, and the other side did not go along`,
      ),
    ]
    const answer = refusal ?? story.alerts.find((a) => !a.afterTheEnd)
    if (answer)
      evidence.push(
        factOf(
          `The ${answer.from} answered with an alert`,
          answer.message,
          'RFC 5246 section 7.2.2',
        ),
      )
    return [
      finding(story, {
        cause: 'renegotiation-refused',
        weight: refusal ? 0.97 : 0.9,
        evidence,
        alternatives: refusal ? [] : ['encrypted-failure'],
      }),
    ]
  },
}
