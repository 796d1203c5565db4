// The server does not serve the name that the client asked for.

import { alerts } from '../../registry/tables/alerts.ts'
import { fact, factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const serverNameUnknown: Rule = {
  id: 'server-name-unknown',
  title: 'The server does not serve the name in SNI',
  find(story, siblings) {
    const { end, serverName: name, helloMessage, c } = story
    if (name === null || !helloMessage || !end) return []
    const asked = factOf(`The client asked for ${name}`, helloMessage, 'RFC 6066 section 3')
    const warned = story.alerts.find(
      (a) => a.from === 'server' && a.code === alerts.unrecognized_name,
    )
    const facts = { name }
    if (warned && (end.alert === warned || end.by === 'client')) {
      const weight = end.alert === warned ? 0.97 : 0.7
      return [
        finding(story, {
          cause: 'server-name-unknown',
          weight,
          evidence: [asked, evidenceOfEnd(end)],
          facts,
        }),
      ]
    }
    if (end.by !== 'server' || story.stage !== 'hello') return []
    // Other names are served at the same address and this one is not: the name is what differs.
    const others = siblings.ofServer(c)
    const served = others.find(
      (s) => s.outcome === 'completed' && s.serverName !== null && s.serverName !== name,
    )
    const sameServed = others.some((s) => s.outcome === 'completed' && s.serverName === name)
    if (!served || sameServed) return []
    const elsewhere = fact(`The same server served ${served.serverName ?? ''}`)
    const weight = end.how === 'alert' ? 0.66 : 0.5
    return [
      finding(story, {
        cause: 'server-name-unknown',
        weight,
        evidence: [asked, elsewhere, evidenceOfEnd(end)],
        facts,
      }),
    ]
  },
}
