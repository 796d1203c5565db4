// No application protocol in common.

import { alerts } from '../../registry/tables/alerts.ts'
import { alpnProtocols } from '../../tls/hello.ts'
import { alertRule } from '../alert-rule.ts'
import { factOf } from '../evidence.ts'
import type { Finding } from '../finding.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

const told = alertRule({
  cause: 'no-shared-application-protocol',
  title: 'No application protocol in common',
  alerts: [alerts.no_application_protocol],
  weight: 0.97,
})

/** What nearly every server of the web takes one of. */
const usual: readonly string[] = ['h2', 'http/1.1']
const weights = { odd: 0.6, usual: 0.44 }

export const noSharedApplicationProtocol: Rule = {
  ...told,
  find: (story, siblings) => [...told.find(story, siblings), ...beforeExtensions(story)],
}

/**
 * EncryptedExtensions is the first that a server of TLS 1.3 protects, and of what it answers there only the
 * application protocol can fail to be agreed on: rustls has sent its ServerHello by then, and its alert is sealed.
 */
function beforeExtensions(story: Story): Finding[] {
  const { end, hello, helloMessage, sealed } = story
  if (!story.isSealed || end?.how !== 'sealed' || end.by !== 'server') return []
  if (sealed.serverFlight !== 1 || sealed.serverAlert === null || sealed.finished !== null)
    return []
  const protocols = hello && alpnProtocols(hello)
  if (!protocols || !helloMessage) return []
  const isUsual = protocols.some((name) => usual.includes(name))
  return [
    finding(story, {
      cause: 'no-shared-application-protocol',
      weight: isUsual ? weights.usual : weights.odd,
      evidence: [
        factOf(`The client offered ${protocols.join(', ')}`, helloMessage, 'RFC 7301 section 3.2'),
        evidenceOfEnd(end),
      ],
      alternatives: ['encrypted-failure'],
    }),
  ]
}
