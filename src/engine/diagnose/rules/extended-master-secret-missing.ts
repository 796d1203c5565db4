// One side demands the extended master secret, and the other does not have it. RFC 7627.

import { alerts } from '../../registry/tables/alerts.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import { hasExtension } from '../../tls/hello.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const extendedMasterSecretMissing: Rule = {
  id: 'extended-master-secret-missing',
  title: 'One side demands the extended master secret, and the other lacks it',
  find(story) {
    const { end, hello, helloMessage, serverHello, serverHelloMessage } = story
    if (end?.alert?.code !== alerts.handshake_failure || !hello || !helloMessage) return []
    const offered = hasExtension(hello, extensions.extended_master_secret)
    if (end.by === 'client' && serverHello && serverHelloMessage && !story.tls13) {
      if (!offered || hasExtension(serverHello, extensions.extended_master_secret)) return []
      const evidence = [
        factOf(
          'The ServerHello has no extended_master_secret',
          serverHelloMessage,
          'RFC 7627 section 5.2',
        ),
        evidenceOfEnd(end),
      ]
      return [
        finding(story, {
          cause: 'extended-master-secret-missing',
          weight: 0.66,
          evidence,
          faultSide: 'server',
        }),
      ]
    }
    if (end.by !== 'server' || story.stage !== 'hello' || offered) return []
    const evidence = [
      factOf('The ClientHello has no extended_master_secret', helloMessage, 'RFC 7627 section 5.3'),
      evidenceOfEnd(end),
    ]
    return [
      finding(story, {
        cause: 'extended-master-secret-missing',
        weight: 0.32,
        evidence,
        faultSide: 'client',
      }),
    ]
  },
}
