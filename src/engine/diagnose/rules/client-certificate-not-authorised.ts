// The client's certificate is sound, and the server's policy refuses its subject.

import { alerts } from '../../registry/tables/alerts.ts'
import { fact } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const clientCertificateNotAuthorised: Rule = {
  id: 'client-certificate-not-authorised',
  title: "The server's policy refuses the client's certificate",
  find(story) {
    const end = story.rejectionOf('client')
    if (!end || !story.credentials.isVisible('client')) return []
    // A chain to an issuer that the server asked for is sound as far as anybody can see.
    if (story.credentials.faults('client').some((f) => f.strength >= 0.5)) return []
    const code = end.alert?.code
    const denied = code === alerts.access_denied
    return [
      finding(story, {
        cause: 'client-certificate-not-authorised',
        weight: denied ? 0.85 : 0.62,
        evidence: [
          fact("Nothing is wrong with the client's certificate as far as the capture shows"),
          evidenceOfEnd(end),
        ],
        alternatives: ['client-certificate-rejected', 'client-certificate-revoked'],
      }),
    ]
  },
}
