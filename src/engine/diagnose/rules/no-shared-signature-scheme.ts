// No signature scheme in common that the certificate's key can use.

import { nameOfSignatureScheme } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { signatureSchemes } from '../../tls/hello.ts'
import { factOf } from '../evidence.ts'
import { hasUsualSchemes } from '../hello-shape.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const noSharedSignatureScheme: Rule = {
  id: 'no-shared-signature-scheme',
  title: 'No signature scheme in common',
  find(story) {
    const { end, hello, helloMessage } = story
    if (end?.by !== 'server' || story.stage !== 'hello' || !hello || !helloMessage) return []
    if (end.alert?.code !== alerts.handshake_failure) return []
    const schemes = signatureSchemes(hello)
    if (schemes === null) return []
    const odd = hasUsualSchemes(hello) === false
    const names = schemes.map(nameOfSignatureScheme)
    return [
      finding(story, {
        cause: 'no-shared-signature-scheme',
        weight: odd ? (schemes.length <= 2 ? 0.8 : 0.7) : 0.25,
        evidence: [
          factOf(
            `The client offered the signature schemes ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''}`,
            helloMessage,
          ),
          evidenceOfEnd(end),
        ],
        facts: { schemes: names.join(', ') },
        alternatives: ['no-shared-cipher-suite'],
      }),
    ]
  },
}
