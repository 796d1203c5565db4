// Finished does not fit: the two sides did not see the same handshake.

import { alerts } from '../../registry/tables/alerts.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import { hasExtension } from '../../tls/hello.ts'
import { fact, factOf } from '../evidence.ts'
import type { Finding } from '../finding.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

export const finishedMismatch: Rule = {
  id: 'finished-mismatch',
  title: 'The two sides did not see the same handshake',
  find(story) {
    const { end } = story
    const proven = findProven(story)
    if (proven) return [proven]
    if (!end || !isAtFinished(story)) return []
    const code = end.alert?.code
    // Go says handshake_failure in TLS 1.2. With extended master secret the keys hang on the messages, so the record fails first.
    const weight =
      code === alerts.decrypt_error
        ? 0.78
        : code === alerts.handshake_failure && story.clientCertificate === 'none'
          ? 0.72
          : code === alerts.bad_record_mac
            ? hangsOnMessages(story)
              ? 0.55
              : 0.4
            : 0
    if (weight === 0) return []
    const evidence = [fact("It ended at the other side's Finished"), evidenceOfEnd(end)]
    return [
      finding(story, {
        cause: 'finished-mismatch',
        weight,
        evidence,
        faultSide: 'middle',
        alternatives: ['bad-record-mac'],
      }),
    ]
  },
}

/** With keys: a Finished was opened, and what it holds is not what the messages in the capture give. */
function findProven(story: Story): Finding | null {
  const { c, end } = story
  const side = (['client', 'server'] as const).find((each) => c.keys.finished[each] === false)
  const message = side && story.message('finished', side)
  if (!message) return null
  return finding(story, {
    cause: 'finished-mismatch',
    weight: 0.97,
    faultSide: 'middle',
    evidence: [
      factOf(
        `The ${side}'s Finished, opened with the keys, does not fit the messages before it`,
        message,
        'RFC 8446 section 4.4.4',
      ),
      ...(end ? [evidenceOfEnd(end)] : []),
    ],
    alternatives: ['bad-record-mac'],
  })
}

/** The sender of the alert had the other's Finished before it, and no signature of the other's to object to. */
function isAtFinished(story: Story): boolean {
  const { end, stage, progress } = story
  if (!end) return false
  if (end.by === 'server') {
    const verified = story.has('certificate_verify', 'client')
    return (
      (stage === 'client-flight' || stage === 'finished') && progress.finished.client && !verified
    )
  }
  return progress.finished.server && progress.data.client === 0
}

function hangsOnMessages({ serverHello, tls13 }: Story): boolean {
  return (
    tls13 || (serverHello !== null && hasExtension(serverHello, extensions.extended_master_secret))
  )
}
