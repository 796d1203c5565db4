// No key exchange group in common.

import { nameOfGroup } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { keyShares, supportedGroups } from '../../tls/hello.ts'
import { fact, factOf } from '../evidence.ts'
import { hasUsualGroup } from '../hello-shape.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/**
 * Java says unexpected_message (KeyShareExtension: "No common named group"): in answer to the first message of all it
 * cannot be meant as it is written. Erlang says insufficient_security.
 */
const said: readonly number[] = [
  alerts.handshake_failure,
  alerts.unexpected_message,
  alerts.illegal_parameter,
  alerts.insufficient_security,
]

export const noSharedGroup: Rule = {
  id: 'no-shared-group',
  title: 'No key exchange group in common',
  find(story, siblings) {
    const { end, hello, helloMessage } = story
    if (!end || !hello || !helloMessage) return []
    const retry = ofRetry(story)
    if (retry.length > 0) return retry
    if (end.by !== 'server' || story.stage !== 'hello') return []
    const code = end.alert?.code
    if (code === undefined || code === null || !said.includes(code)) return []
    const groups = supportedGroups(hello)
    if (groups === null || groups.length === 0) return []
    const taken = siblings
      .ofServer(story.c)
      .flatMap((s) => (s.outcome === 'completed' && s.group !== null ? [s.group] : []))
    const disjoint = taken.length > 0 && taken.every((group) => !groups.includes(group))
    const odd = hasUsualGroup(hello) === false
    const few = groups.length <= 1
    const base = disjoint ? 0.92 : odd ? 0.85 : few ? 0.6 : 0.3
    const weight = code === alerts.illegal_parameter ? base * 0.7 : base
    const evidence = [
      factOf(`The client offered the groups ${groups.map(nameOfGroup).join(', ')}`, helloMessage),
      evidenceOfEnd(end),
    ]
    if (disjoint) evidence.push(fact(`Elsewhere this server used ${nameOfGroup(taken[0] ?? 0)}`))
    return [
      finding(story, {
        cause: 'no-shared-group',
        weight,
        evidence,
        facts: { groups: groups.map(nameOfGroup).join(', ') },
      }),
    ]
  },
}

/** A HelloRetryRequest that names a group which the client never offered. */
function ofRetry(story: Story) {
  const { end, retry, hello } = story
  if (end?.by !== 'client' || retry?.body?.kind !== 'hello_retry_request' || !hello) return []
  const group = keyShares(retry.body)?.[0]?.group
  if (group === undefined || supportedGroups(hello)?.includes(group) !== false) return []
  return [
    finding(story, {
      cause: 'no-shared-group',
      weight: 0.92,
      evidence: [
        factOf(`The server asked for ${nameOfGroup(group)}, which the client does not have`, retry),
        evidenceOfEnd(end),
      ],
    }),
  ]
}
