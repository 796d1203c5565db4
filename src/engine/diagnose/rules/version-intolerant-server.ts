// The server fails on a hello that offers a newer version, and serves the same client's older one.

import { nameOfVersion } from '../../registry/name.ts'
import { rankVersion } from '../../tls/version.ts'
import { fact } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const versionIntolerantServer: Rule = {
  id: 'version-intolerant-server',
  title: 'The server fails on a newer hello instead of choosing an older version',
  find(story, siblings) {
    const { end, newestOffered: newest, c } = story
    if (story.stage !== 'hello' || newest === null) return []
    if (end !== null && end.by !== 'server' && end.how === 'alert') return []
    const served = siblings
      .ofPair(c)
      .find(
        (s) =>
          s.outcome === 'completed' &&
          s.firstFrame > c.firstFrame &&
          s.newestOffered !== null &&
          rankVersion(s.newestOffered) < rankVersion(newest),
      )
    if (!served || served.newestOffered === null) return []
    const evidence = [
      fact(
        `The client offered ${nameOfVersion(newest)} and failed, came back with ${nameOfVersion(served.newestOffered)} at most, and was served`,
      ),
    ]
    if (end) evidence.push(evidenceOfEnd(end))
    return [
      finding(story, {
        cause: 'version-intolerant-server',
        weight: 0.97,
        rejectedBy: 'server',
        evidence,
        facts: { newest: nameOfVersion(newest), served: nameOfVersion(served.newestOffered) },
      }),
    ]
  },
}
