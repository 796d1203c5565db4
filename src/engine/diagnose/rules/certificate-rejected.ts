// A side ended the handshake right after the other's certificate, and nothing else tells why.

import { alerts } from '../../registry/tables/alerts.ts'
import type { Side } from '../../wire/span.ts'
import { fact } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** Alerts that are about certificates, whatever the fault. */
const aboutCertificates: readonly number[] = [
  alerts.bad_certificate,
  alerts.unsupported_certificate,
  alerts.certificate_revoked,
  alerts.certificate_expired,
  alerts.certificate_unknown,
  alerts.unknown_ca,
  alerts.access_denied,
  alerts.bad_certificate_status_response,
]

export const certificateRejected: Rule = {
  id: 'certificate-rejected',
  title: 'A certificate was rejected, and nothing tells why',
  find: (story) => (['server', 'client'] as const).flatMap((side) => findOn(story, side)),
}

function findOn(story: Story, side: Side) {
  const end = story.rejectionOf(side)
  if (!end) return []
  const evidence = [evidenceOfEnd(end)]
  if (!story.credentials.isVisible(side))
    evidence.push(
      fact(`The ${side}'s certificate cannot be read: it is encrypted, or the capture lacks it`),
    )
  return [
    finding(story, {
      cause: side === 'server' ? 'server-certificate-rejected' : 'client-certificate-rejected',
      weight: weightOf(story, side, end.alert?.code ?? null, end.how),
      evidence,
      faultSide: null,
      alternatives: side === 'client' ? ['client-certificate-not-authorised'] : [],
    }),
  ]
}

function weightOf(story: Story, side: Side, code: number | null, how: string): number {
  // A fault that was seen explains it better than nothing does, weak as it may be.
  const explained = story.credentials.faults(side).length > 0
  if (how === 'alert')
    return code !== null && aboutCertificates.includes(code) ? (explained ? 0.35 : 0.6) : 0.2
  // A sealed alert in the place of the client's Finished, or behind the client's certificate, is nearly always about it.
  if (how === 'sealed') return side === 'client' || story.stage !== 'finished' ? 0.5 : 0.3
  // A server that closes on the client's certificate at once has seldom another reason.
  if (side === 'client') return 0.4
  return story.stage === 'finished' ? 0.2 : 0.3
}
