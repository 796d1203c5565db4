// The newest version that the client offers is older than the oldest that the server takes.

import { nameOfVersion } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { versions } from '../../registry/tables/versions.ts'
import { rankVersion } from '../../tls/version.ts'
import { fact, factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

const promptSeconds = 1

/** The hello offers TLS 1.1 or less to TLS 1.3: a server that takes none of them speaks something newer, or stumbles. */
function isWide({ oldestOffered }: Story): boolean {
  return oldestOffered !== null && rankVersion(oldestOffered) < rankVersion(versions['TLS 1.2'])
}

export const clientVersionTooOld: Rule = {
  id: 'client-version-too-old',
  title: 'The client offers no version that the server still takes',
  find(story, siblings) {
    const { end, newestOffered: newest, helloMessage } = story
    if (end?.by !== 'server' || story.stage !== 'hello' || newest === null || !helloMessage)
      return []
    const said = end.alert?.code === alerts.protocol_version
    const refused =
      end.alert?.code === alerts.handshake_failure || end.alert?.code === alerts.internal_error
    const silent = end.how === 'fin' || end.how === 'reset'
    const rank = rankVersion(newest)
    const served = siblings
      .ofServer(story.c)
      .filter((s) => s.version !== null && s.outcome === 'completed')
    const newerOnly =
      served.length > 0 && served.every((s) => s.version !== null && rankVersion(s.version) > rank)
    const old = rank < rankVersion(versions['TLS 1.2'])
    const below13 = rank < rankVersion(versions['TLS 1.3'])
    // A version that is not spoken is refused at once; what comes after a silence has another reason.
    const prompt = (story.secondsToEnd ?? 0) < promptSeconds
    const weight = said
      ? below13
        ? 0.95
        : isWide(story)
          ? 0.6
          : 0.2
      : refused && below13
        ? newerOnly
          ? 0.88
          : old
            ? 0.72
            : 0.4
        : silent && below13
          ? newerOnly
            ? 0.8
            : old && prompt
              ? 0.5
              : 0.2
          : 0
    if (weight === 0) return []
    const evidence = [
      factOf(
        `The newest version that the client offered was ${nameOfVersion(newest)}`,
        helloMessage,
      ),
      evidenceOfEnd(end),
    ]
    if (newerOnly)
      evidence.push(fact('Every connection that this server completed used a newer version'))
    return [
      finding(story, {
        cause: 'client-version-too-old',
        weight,
        evidence,
        facts: { newest: nameOfVersion(newest) },
        alternatives: refused
          ? ['no-shared-cipher-suite']
          : said
            ? ['version-intolerant-server']
            : [],
      }),
    ]
  },
}
