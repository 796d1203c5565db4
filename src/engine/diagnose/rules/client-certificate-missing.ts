// The server asked for a certificate, the client sent an empty list, and the server ended it.

import { alerts } from '../../registry/tables/alerts.ts'
import { fact, factOf } from '../evidence.ts'
import type { Evidence } from '../finding.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** What servers send for it before TLS 1.3 (causes.md, table 0.2). */
const usual: readonly number[] = [
  alerts.handshake_failure,
  alerts.bad_certificate,
  alerts.decode_error,
  alerts.no_certificate,
  alerts.certificate_required,
  alerts.certificate_unknown,
]

export const clientCertificateMissing: Rule = {
  id: 'client-certificate-missing',
  title: 'The server demands a client certificate and got none',
  find(story) {
    const { end } = story
    if (end?.by !== 'server') return []
    const code = end.alert?.code ?? null
    const proof = code === alerts.certificate_required
    const empty = story.clientCertificate === 'empty' || isRefusedInSsl3(story)
    if (!proof && !empty) return []
    const weight = proof ? 0.98 : weightOf(code, end.how)
    return [
      finding(story, {
        cause: 'client-certificate-missing',
        weight,
        evidence: [...requestEvidence(story), ...emptyEvidence(story), evidenceOfEnd(end)],
      }),
    ]
  },
}

function weightOf(code: number | null, how: string): number {
  if (how !== 'alert') return how === 'sealed' ? 0.85 : 0.75
  return code !== null && usual.includes(code) ? 0.96 : 0.6
}

/** SSL 3.0 has a warning in the place of an empty list (RFC 6101 section 5.6.6). */
function isRefusedInSsl3(story: Story): boolean {
  return story.alerts.some((a) => a.from === 'client' && a.code === alerts.no_certificate)
}

function requestEvidence(story: Story): Evidence[] {
  const request = story.message('certificate_request', 'server')
  return request
    ? [factOf('The server asked for a client certificate', request, 'RFC 5246 section 7.4.4')]
    : []
}

function emptyEvidence(story: Story): Evidence[] {
  const message = story.message('certificate', 'client')
  if (message)
    return [
      factOf(
        'The client answered with an empty certificate list',
        message,
        'RFC 5246 section 7.4.6',
      ),
    ]
  return story.clientCertificate === 'empty'
    ? [fact("The size of the client's first protected record fits an empty certificate list")]
    : []
}
