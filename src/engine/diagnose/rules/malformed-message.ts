// A handshake message that cannot be decoded: its lengths do not add up.

import { alerts } from '../../registry/tables/alerts.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import type { Message } from '../../session/conversation.ts'
import { findExtension } from '../../tls/hello.ts'
import type { WireError } from '../../wire/cursor.ts'
import { factIn, factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

export const malformedMessage: Rule = {
  id: 'malformed-message',
  title: 'A message that cannot be decoded',
  find(story) {
    const { end } = story
    if (!end) return []
    const said = end.alert?.code === alerts.decode_error
    const fault = findFault(story)
    if (fault && fault.message.from !== end.by) {
      const evidence = [factOf(fault.text, fault.message), evidenceOfEnd(end)]
      return [
        finding(story, {
          cause: 'malformed-message',
          weight: said ? 0.97 : 0.93,
          evidence,
          faultSide: fault.message.from,
          facts: { message: fault.message.name },
        }),
      ]
    }
    const cut = story.c.pending[end.by === 'client' ? 'server' : 'client']
    if (cut && cut.need !== null && end.how === 'alert') {
      const evidence = [
        factIn(`A message announced ${cut.need} bytes, and ${cut.have} came`, cut.frame),
        evidenceOfEnd(end),
      ]
      return [finding(story, { cause: 'malformed-message', weight: said ? 0.85 : 0.55, evidence })]
    }
    return said
      ? [
          finding(story, {
            cause: 'malformed-message',
            weight: 0.6,
            evidence: [evidenceOfEnd(end)],
          }),
        ]
      : []
  },
}

function findFault(story: Story): { message: Message; text: string } | null {
  for (const message of story.c.messages) {
    if (message.kind !== 'handshake' || message.encrypted) continue
    const damage = damageOf(message)
    // What the capture cut off is no fault of the sender's.
    if (damage && damage.fault !== 'truncated')
      return {
        message,
        text: `${message.name} of the ${message.from} does not add up at ${damage.field} (${damage.fault})`,
      }
  }
  return findEmptyList(story) ?? findEmptyName(story)
}

function damageOf({ damage, body }: Message): WireError | null {
  if (damage) return damage
  if (!body) return null
  if ('extensions' in body && body.extensions?.damage) return body.extensions.damage
  return body.kind === 'certificate' ? body.entries.damage : null
}

/** A server's list of certificates may not be empty (RFC 5246 section 7.4.2). */
function findEmptyList(story: Story): { message: Message; text: string } | null {
  const message = story.message('certificate', 'server')
  if (message?.body?.kind !== 'certificate' || message.body.entries.items.length > 0) return null
  return { message, text: "The server's list of certificates is empty" }
}

/** A host name has a byte at least (RFC 6066 section 3). */
function findEmptyName({ hello, helloMessage }: Story): { message: Message; text: string } | null {
  const data = hello && findExtension(hello, extensions.server_name)?.data
  if (!data || !helloMessage || data.length === 0) return null
  const empty = data.length >= 5 && data[3] === 0 && data[4] === 0
  return empty ? { message: helloMessage, text: 'The name in server_name is empty' } : null
}
