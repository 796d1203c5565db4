// EAP-Failure or Access-Reject with no TLS alert to explain it.

import { factAt } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'

export const eapRejected: Rule = {
  id: 'eap-rejected',
  title: 'The authentication server refused',
  find(story) {
    const end = story.c.datagram?.eapEnd
    if (!end || end.what === 'eap-success' || end.what === 'access-accept') return []
    const what = end.what === 'eap-failure' ? 'EAP-Failure' : 'Access-Reject'
    return [
      finding(story, {
        cause: 'eap-rejected',
        weight: 0.6,
        rejectedBy: story.end?.by ?? 'server',
        evidence: [factAt(`The server sent ${what}`, end.span, null, 'RFC 3748 section 4.2')],
        facts: { endFrame: story.end?.frame ?? end.frame },
      }),
    ]
  },
}
