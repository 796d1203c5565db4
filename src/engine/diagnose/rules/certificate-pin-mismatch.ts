// The certificate is sound, and the client ends it: it may be pinned to another one.

import { fact } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const certificatePinMismatch: Rule = {
  id: 'certificate-pin-mismatch',
  title: 'The client expected another certificate',
  find(story, siblings) {
    const end = story.rejectionOf('server')
    if (!end || !story.credentials.isVisible('server')) return []
    if (story.credentials.faults('server').length > 0) return []
    const taken = siblings.ofServer(story.c).some((s) => s.outcome === 'completed')
    const evidence = [fact('Nothing is wrong with the certificate'), evidenceOfEnd(end)]
    if (taken) evidence.splice(1, 0, fact('Other connections to the same server succeeded'))
    return [
      finding(story, {
        cause: 'server-certificate-pin-mismatch',
        weight: taken ? 0.45 : 0.3,
        evidence,
        alternatives: ['server-certificate-rejected'],
      }),
    ]
  },
}
