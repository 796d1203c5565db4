// The server does not know the identity of the pre-shared key.

import { alerts } from '../../registry/tables/alerts.ts'
import { factOf } from '../evidence.ts'
import { externalIdentities, findSentIdentity } from '../psk.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const unknownPskIdentity: Rule = {
  id: 'unknown-psk-identity',
  title: 'The server does not know the identity of the pre-shared key',
  find(story) {
    const { end, helloMessage } = story
    const code = end?.alert?.code
    if (end?.by !== 'server') return []
    const identity = findSentIdentity(story) ?? externalIdentities(story)[0] ?? null
    const facts = identity === null ? {} : { identity }
    const message = story.message('client_key_exchange', 'client') ?? helloMessage
    const evidence = [
      ...(identity !== null && message
        ? [factOf(`The client named the identity ${identity}`, message)]
        : []),
      evidenceOfEnd(end),
    ]
    if (code === alerts.unknown_psk_identity)
      return [finding(story, { cause: 'unknown-psk-identity', weight: 0.97, evidence, facts })]
    // OpenSSL goes on without the key, finds no certificate to go on with, and says handshake_failure.
    const stranded = story.stage === 'hello' && externalIdentities(story).length > 0
    if (stranded && (code === alerts.handshake_failure || code === alerts.missing_extension))
      return [
        finding(story, {
          cause: 'unknown-psk-identity',
          weight: 0.75,
          evidence,
          facts,
          alternatives: ['psk-mismatch'],
        }),
      ]
    return []
  },
}
