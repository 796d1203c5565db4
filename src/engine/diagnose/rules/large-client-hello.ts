// A ClientHello of more than one segment fails where a smaller one of the same client's is answered.

import { fact, factOf } from '../evidence.ts'
import type { Siblings } from '../siblings.ts'
import { finding, type Rule } from '../rule.ts'
import { findStall } from '../stall.ts'
import type { Story } from '../story.ts'

/** What a segment holds on an ordinary path: larger hellos come in two. */
const segment = 1300

/** Hellos of today's browsers are all that large: alone, size names a suspect and convicts nobody. */
const fitsShape = 0.25

export const largeClientHello: Rule = {
  id: 'large-client-hello',
  title: 'The ClientHello is too large for the server, or for a device in front of it',
  find(story, siblings) {
    const { helloMessage, stage } = story
    const length = lengthOf(story)
    if (length === null || stage === 'finished' || story.serverHello !== null) return []
    if (length <= segment) return []
    const smaller = findSmaller(story, siblings, length)
    const stall = findStall(story)
    const dropped = stall?.side === 'client' && stall.length > segment / 2
    const weight = smaller ? 0.9 : dropped ? 0.91 : isSilentEnd(story) ? fitsShape : 0
    if (weight === 0) return []
    const evidence = helloMessage
      ? [
          factOf(
            `The ClientHello has ${length} bytes and takes more than one segment`,
            helloMessage,
          ),
        ]
      : [fact(`The ClientHello has ${length} bytes`)]
    if (smaller)
      evidence.push(fact(`The same server answered a ClientHello of ${smaller.helloLength} bytes`))
    if (dropped)
      evidence.push(fact('Its first segment was sent again and again, and never acknowledged'))
    return [
      finding(story, {
        cause: 'large-client-hello',
        weight,
        rejectedBy: dropped
          ? null
          : story.end?.by === 'server'
            ? 'server'
            : smaller
              ? 'server'
              : null,
        evidence,
        facts: { length },
        alternatives: dropped ? ['path-mtu'] : [],
      }),
    ]
  },
}

function lengthOf(story: Story): number | null {
  const { helloMessage, c } = story
  if (helloMessage) return helloMessage.length + 4
  return c.pending.client?.need ?? null
}

function findSmaller(story: Story, siblings: Siblings, length: number) {
  return siblings
    .ofServer(story.c)
    .find(
      (s) =>
        s.outcome === 'completed' && s.helloLength > 0 && s.helloLength < Math.min(length, segment),
    )
}

/** Ended or left in silence right after the hello: the shape that it would have. */
function isSilentEnd({ end, stage }: Story): boolean {
  return stage === 'hello' && (end === null || end.how !== 'alert')
}
