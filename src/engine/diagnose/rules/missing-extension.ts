// An extension that the version demands is lacking. RFC 8446 section 9.2.

import { nameOfExtension } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import { versions } from '../../registry/tables/versions.ts'
import type { Message } from '../../session/conversation.ts'
import { hasExtension } from '../../tls/hello.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

export const missingExtension: Rule = {
  id: 'missing-extension',
  title: 'An extension that the version demands is lacking',
  find(story) {
    const { end } = story
    if (!end) return []
    const said = end.alert?.code === alerts.missing_extension
    const lack = findLack(story)
    if (lack && lack.message.from !== end.by) {
      const name = nameOfExtension(lack.type)
      const who = lack.message.from === 'client' ? 'ClientHello' : 'ServerHello'
      const evidence = [
        factOf(`The ${who} of TLS 1.3 lacks ${name}`, lack.message, 'RFC 8446 section 9.2'),
        evidenceOfEnd(end),
      ]
      return [
        finding(story, {
          cause: 'missing-extension',
          weight: said ? 0.98 : end.how === 'alert' ? 0.86 : 0.6,
          evidence,
          faultSide: lack.message.from,
          facts: { extension: name },
        }),
      ]
    }
    return said
      ? [
          finding(story, {
            cause: 'missing-extension',
            weight: 0.85,
            evidence: [evidenceOfEnd(end)],
          }),
        ]
      : []
  },
}

function findLack(story: Story): { message: Message; type: number } | null {
  const { hello, helloMessage, serverHello, serverHelloMessage, tls13 } = story
  if (serverHello && serverHelloMessage) {
    const agreed =
      hasExtension(serverHello, extensions.key_share) ||
      hasExtension(serverHello, extensions.pre_shared_key)
    return tls13 && !agreed ? { message: serverHelloMessage, type: extensions.key_share } : null
  }
  if (!hello || !helloMessage || story.newestOffered === null) return null
  // Drafts of TLS 1.3 had other numbers for some extensions.
  const final = [versions['TLS 1.3'], versions['DTLS 1.3']] as number[]
  if (!story.offered.some((version) => final.includes(version))) return null
  if (
    !hasExtension(hello, extensions.pre_shared_key) &&
    !hasExtension(hello, extensions.signature_algorithms)
  )
    return { message: helloMessage, type: extensions.signature_algorithms }
  const groups = hasExtension(hello, extensions.supported_groups)
  const shares = hasExtension(hello, extensions.key_share)
  if (groups !== shares)
    return {
      message: helloMessage,
      type: groups ? extensions.key_share : extensions.supported_groups,
    }
  if (hasExtension(hello, extensions.pre_shared_key)) {
    return hasExtension(hello, extensions.psk_key_exchange_modes)
      ? null
      : { message: helloMessage, type: extensions.psk_key_exchange_modes }
  }
  return groups ? null : { message: helloMessage, type: extensions.supported_groups }
}
