// Version Negotiation without a version of the client's. RFC 9000 section 6.

import { isGreaseQuicVersion } from '../../registry/grease.ts'
import { hexOf } from '../../registry/name.ts'
import { factAt } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'

export const quicVersionMismatch: Rule = {
  id: 'quic-version-mismatch',
  title: 'No QUIC version in common',
  find(story) {
    const facts = story.c.datagram
    const list = facts?.versionNegotiation
    if (!facts || !list || story.serverHello !== null) return []
    const real = list.versions.filter((v) => !isGreaseQuicVersion(v))
    if (real.some((v) => facts.offeredVersions.includes(v))) return []
    const names = real.map((v) => hexOf(v, 8)).join(', ')
    return [
      finding(story, {
        cause: 'quic-version-mismatch',
        weight: 0.95,
        rejectedBy: 'server',
        evidence: [
          factAt(
            `The server takes only the versions ${names}`,
            list.span,
            null,
            'RFC 9000 section 6.1',
          ),
        ],
        facts: { versions: names, endFrame: list.frame },
      }),
    ]
  },
}
