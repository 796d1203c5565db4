// The server answered with an extension that the client had not sent.

import { isGrease } from '../../registry/grease.ts'
import { nameOfExtension } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { cipherSuites } from '../../registry/tables/cipher-suites.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import type { Message } from '../../session/conversation.ts'
import { hasExtension } from '../../tls/hello.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** What the server says when the client had hashed another handshake. */
const atFinished: readonly number[] = [
  alerts.bad_record_mac,
  alerts.decrypt_error,
  alerts.handshake_failure,
]

export const unsupportedExtension: Rule = {
  id: 'unsupported-extension',
  title: 'An extension in answer to none',
  find(story) {
    const { end } = story
    if (!end) return []
    const said = end.alert?.code === alerts.unsupported_extension
    const odd = findUnasked(story)
    if (odd && end.by === 'client') {
      const name = nameOfExtension(odd.type)
      const evidence = [
        factOf(
          `The server sent the extension ${name}, which the client had not`,
          odd.message,
          'RFC 5246 section 7.4.1.4',
        ),
        evidenceOfEnd(end),
      ]
      return [
        finding(story, {
          cause: 'unsupported-extension',
          weight: said ? 0.97 : 0.85,
          evidence,
          faultSide: 'server',
          facts: { extension: name },
        }),
      ]
    }
    if (odd && story.stage !== 'finished' && atFinished.includes(end.alert?.code ?? -1)) {
      // A client that overlooks it may still hash another handshake than the server.
      const evidence = [
        factOf(
          `The server sent the extension ${nameOfExtension(odd.type)}, which the client had not`,
          odd.message,
        ),
        evidenceOfEnd(end),
      ]
      return [
        finding(story, {
          cause: 'unsupported-extension',
          weight: 0.5,
          evidence,
          faultSide: 'server',
        }),
      ]
    }
    return said
      ? [
          finding(story, {
            cause: 'unsupported-extension',
            weight: 0.8,
            evidence: [evidenceOfEnd(end)],
          }),
        ]
      : []
  },
}

function findUnasked(story: Story): { message: Message; type: number } | null {
  const { hello } = story
  if (!hello) return null
  const carriers: (Message | null)[] = [
    story.serverHelloMessage,
    story.message('encrypted_extensions', 'server'),
  ]
  for (const message of carriers) {
    const body = message?.body
    if (!message || (body?.kind !== 'server_hello' && body?.kind !== 'encrypted_extensions'))
      continue
    for (const { type } of body.extensions?.items ?? []) {
      // The signalling suite stands for the extension (RFC 5746 section 3.4); a cookie answers nothing.
      const signalled =
        type === extensions.renegotiation_info &&
        hello.cipherSuites.includes(cipherSuites.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)
      if (!signalled && !isGrease(type) && !hasExtension(hello, type)) return { message, type }
    }
  }
  return null
}
