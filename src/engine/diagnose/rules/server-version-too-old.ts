// The version that the server chose, or its newest, is older than the oldest that the client takes.

import { nameOfVersion } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { versions } from '../../registry/tables/versions.ts'
import { findGeneration, rankVersion } from '../../tls/version.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** The client went without a word when it had seen an old version and a certificate: it may have been either. */
const withCertificate = 0.55

export const serverVersionTooOld: Rule = {
  id: 'server-version-too-old',
  title: 'The server speaks no version that the client still takes',
  find: (story) => [...ofChoice(story), ...ofRefusal(story)],
}

/** The server chose, and the client would not have it. */
function ofChoice(story: Story) {
  const { end, version, serverHelloMessage: message, newestOffered } = story
  if (end?.by !== 'client' || version === null || !message || newestOffered === null) return []
  if (story.stage !== 'server-hello' && story.stage !== 'server-flight') return []
  if (findGeneration(version) === undefined || rankVersion(version) >= rankVersion(newestOffered))
    return []
  const code = end.alert?.code
  const said = code === alerts.protocol_version
  const old = rankVersion(version) < rankVersion(versions['TLS 1.2'])
  // OpenSSL 3 ends at ServerKeyExchange with internal_error: its signatures of MD5 and SHA-1 are barred.
  const barred = old && (code === alerts.internal_error || code === alerts.handshake_failure)
  const silent = end.how !== 'alert' && old && !story.has('certificate', 'server')
  const mute = end.how !== 'alert'
  const { oldestOffered } = story
  // Of two faults, that the client never offered it and that it is old, the second says what to mend.
  const below = oldestOffered !== null && rankVersion(version) < rankVersion(oldestOffered)
  const weight = said
    ? 0.97
    : mute && below
      ? 0.94
      : barred
        ? 0.7
        : silent
          ? 0.6
          : mute && old
            ? withCertificate
            : 0
  if (weight === 0) return []
  return [
    finding(story, {
      cause: 'server-version-too-old',
      weight,
      evidence: [
        factOf(
          `The server chose ${nameOfVersion(version)}; the client's newest was ${nameOfVersion(newestOffered)}`,
          message,
        ),
        evidenceOfEnd(end),
      ],
      facts: { chosen: nameOfVersion(version), newest: nameOfVersion(newestOffered) },
    }),
  ]
}

/** A newer library held at old versions refuses a hello that does not offer them: the client was up to date. */
function ofRefusal(story: Story) {
  const { end, helloMessage, newestOffered, oldestOffered } = story
  if (end?.by !== 'server' || story.stage !== 'hello' || !helloMessage) return []
  if (newestOffered === null || oldestOffered === null) return []
  const code = end.alert?.code
  const current = rankVersion(newestOffered) >= rankVersion(versions['TLS 1.3'])
  const narrow = rankVersion(oldestOffered) >= rankVersion(versions['TLS 1.3'])
  // A server that could do less than this client's least would have to be older than TLS 1.2.
  const least = rankVersion(oldestOffered) >= rankVersion(versions['TLS 1.2'])
  if (!current || !least) return []
  const weight =
    code === alerts.protocol_version ? 0.93 : code === alerts.handshake_failure && narrow ? 0.58 : 0
  if (weight === 0) return []
  return [
    finding(story, {
      cause: 'server-version-too-old',
      weight,
      evidence: [
        factOf(
          `The oldest version that the client offered was ${nameOfVersion(oldestOffered)}`,
          helloMessage,
        ),
        evidenceOfEnd(end),
      ],
      facts: { oldest: nameOfVersion(oldestOffered), newest: nameOfVersion(newestOffered) },
    }),
  ]
}
