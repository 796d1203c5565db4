// The server's random says that a newer version was possible, and the client ends it. RFC 8446 section 4.1.3.

import { alerts } from '../../registry/tables/alerts.ts'
import { versions } from '../../registry/tables/versions.ts'
import { rankVersion } from '../../tls/version.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const downgradeDetected: Rule = {
  id: 'downgrade-detected',
  title: 'Somebody lowered the version on the way',
  find(story) {
    const { end, sentinel, serverHelloMessage: message, newestOffered } = story
    if (end?.by !== 'client' || sentinel === undefined || !message || newestOffered === null)
      return []
    if (story.stage === 'finished') return []
    const could = sentinel === 'tls12' ? versions['TLS 1.3'] : versions['TLS 1.2']
    const said = end.alert?.code === alerts.illegal_parameter
    // Where the hello in the capture does not offer the better version, it was captured behind whoever took it out.
    const offered = rankVersion(newestOffered) >= rankVersion(could)
    if (!said && !(offered && end.how !== 'alert')) return []
    return [
      finding(story, {
        cause: 'downgrade-detected',
        weight: said ? 0.96 : 0.75,
        evidence: [
          factOf(
            "The last bytes of the server's random are the downgrade sentinel",
            message,
            'RFC 8446 section 4.1.3',
          ),
          evidenceOfEnd(end),
        ],
      }),
    ]
  },
}
