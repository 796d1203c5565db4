// The pre-shared keys of the two sides differ.

import { alerts } from '../../registry/tables/alerts.ts'
import { fact, factOf } from '../evidence.ts'
import { externalIdentities, usesPreSharedKey } from '../psk.ts'
import type { Finding } from '../finding.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** Of a Finished that does not open or fit, before TLS 1.3. */
const atFinished: readonly number[] = [
  alerts.bad_record_mac,
  alerts.decrypt_error,
  alerts.decryption_failed,
]
/** Of a binder: OpenSSL says illegal_parameter. */
const atBinder: readonly number[] = [alerts.illegal_parameter, alerts.decrypt_error]

export const pskMismatch: Rule = {
  id: 'psk-mismatch',
  title: 'The pre-shared keys differ',
  find(story) {
    const { end, helloMessage } = story
    const unread = ofSilence(story)
    if (unread) return [unread]
    const code = end?.alert?.code
    if (end?.by !== 'server' || code === null || code === undefined) return []
    if (usesPreSharedKey(story) && atFinished.includes(code)) {
      const evidence = [
        fact(
          "The suite takes its keys from a pre-shared key, and the server could not open the client's Finished",
        ),
        evidenceOfEnd(end),
      ]
      return [
        finding(story, {
          cause: 'psk-mismatch',
          weight: 0.86,
          evidence,
          faultSide: 'either',
          alternatives: ['unknown-psk-identity'],
        }),
      ]
    }
    const names = externalIdentities(story)
    if (story.stage !== 'hello' || names.length === 0 || !helloMessage || !atBinder.includes(code))
      return []
    const evidence = [
      factOf(`The client offered the pre-shared key of ${names[0] ?? ''}`, helloMessage),
      evidenceOfEnd(end),
    ]
    return [
      finding(story, {
        cause: 'psk-mismatch',
        weight: 0.85,
        evidence,
        faultSide: 'either',
        facts: { identity: names[0] ?? '' },
        alternatives: ['unknown-psk-identity'],
      }),
    ]
  },
}

/**
 * A record that does not open is discarded without a word over datagrams (RFC 6347 section 4.1.2.7): the client's
 * Finished is sent again and again, while all that stood in the clear before it was answered.
 */
function ofSilence(story: Story): Finding | null {
  const { c, end, progress } = story
  if (c.protocol !== 'dtls' || !usesPreSharedKey(story) || end?.how === 'alert') return null
  if (!progress.finished.client || progress.finished.server) return null
  if ((c.datagram?.retransmittedFlights.client ?? 0) < 1) return null
  return finding(story, {
    cause: 'psk-mismatch',
    weight: 0.86,
    rejectedBy: null,
    faultSide: 'either',
    evidence: [
      fact(
        "The suite takes its keys from a pre-shared key, and the server never answered the client's Finished, sent more than once",
        'RFC 6347 section 4.1.2.7',
      ),
    ],
    alternatives: ['unknown-psk-identity', 'datagram-timeout'],
  })
}
