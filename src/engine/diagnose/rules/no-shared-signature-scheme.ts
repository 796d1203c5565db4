// No signature scheme in common that the certificate's key can use.

import { nameOfSignatureScheme } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { contentTypes } from '../../registry/tables/content-types.ts'
import { signatureSchemes } from '../../tls/hello.ts'
import { factOf } from '../evidence.ts'
import { hasUsualSchemes } from '../hello-shape.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

export const noSharedSignatureScheme: Rule = {
  id: 'no-shared-signature-scheme',
  title: 'No signature scheme in common',
  find(story) {
    const { end, hello, helloMessage } = story
    if (end?.by !== 'server' || !hello || !helloMessage) return []
    const sealed = isEndedInOwnFlight(story)
    if (!sealed && !isRefused(story)) return []
    const schemes = signatureSchemes(hello)
    if (schemes === null) return []
    const odd = hasUsualSchemes(hello) === false
    const names = schemes.map(nameOfSignatureScheme)
    return [
      finding(story, {
        cause: 'no-shared-signature-scheme',
        weight: sealed ? (odd ? 0.6 : 0.15) : odd ? (schemes.length <= 2 ? 0.8 : 0.7) : 0.25,
        evidence: [
          factOf(
            `The client offered the signature schemes ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''}`,
            helloMessage,
          ),
          evidenceOfEnd(end),
        ],
        facts: { schemes: names.join(', ') },
        alternatives: sealed
          ? ['encrypted-failure', 'no-shared-application-protocol']
          : ['no-shared-cipher-suite'],
      }),
    ]
  },
}

/** Erlang says insufficient_security for it. */
function isRefused({ stage, end }: Story): boolean {
  const code = end?.alert?.code
  return (
    stage === 'hello' &&
    (code === alerts.handshake_failure || code === alerts.insufficient_security)
  )
}

/** Java and rustls choose the scheme after ServerHello has gone out: their alert is sealed, and the client said nothing between. */
function isEndedInOwnFlight({ end, isSealed, sealed, c }: Story): boolean {
  return (
    isSealed &&
    end?.how === 'sealed' &&
    sealed.finished === null &&
    !c.records.some((r) => r?.from === 'client' && r.type === contentTypes.application_data)
  )
}
