// No signature scheme in common that the certificate's key can use.

import { nameOfSignatureScheme } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { contentTypes } from '../../registry/tables/content-types.ts'
import { versions } from '../../registry/tables/versions.ts'
import { signatureSchemes } from '../../tls/hello.ts'
import { factOf } from '../evidence.ts'
import type { Finding } from '../finding.ts'
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
    if (schemes === null) return ofNoList(story)
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

/** Of a TLS 1.2 hello without the extension the server must think SHA-1, which hardly any server signs with today. */
function ofNoList(story: Story): Finding[] {
  const { end, helloMessage, newestOffered } = story
  if (newestOffered !== versions['TLS 1.2'] || !helloMessage || !end || !isRefused(story)) return []
  return [
    finding(story, {
      cause: 'no-shared-signature-scheme',
      weight: 0.7,
      faultSide: 'client',
      evidence: [
        factOf(
          'The ClientHello has no signature_algorithms, which leaves SHA-1',
          helloMessage,
          'RFC 5246 section 7.4.1.4.1',
        ),
        evidenceOfEnd(end),
      ],
      alternatives: ['no-shared-cipher-suite', 'unsafe-legacy-renegotiation'],
    }),
  ]
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
