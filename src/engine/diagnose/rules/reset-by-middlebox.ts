// A reset that the end in whose name it came did not send. causes.md section 9; Weaver, Sommer, Paxson, NDSS 2009.

import type { SegmentMark, TcpSide } from '../../net/facts.ts'
import { secondsBetween } from '../../wire/moment.ts'
import { otherSide, type Side } from '../../wire/span.ts'
import { fact, factIn } from '../evidence.ts'
import type { Evidence } from '../finding.ts'
import { finding, type Rule } from '../rule.ts'
import type { Siblings } from '../siblings.ts'
import type { Story } from '../story.ts'

export const resetByMiddlebox: Rule = {
  id: 'reset-by-middlebox',
  title: 'A device on the way reset the connection',
  find(story, siblings) {
    const { tcp } = story.c
    const { end } = story
    if (tcp === null || end?.how !== 'reset' || story.stage === 'connecting') return []
    const marks = [...marksOf(story, end.by), ...marksOf(story, otherSide(end.by))]
    const named = nameMark(story, siblings)
    if (named) marks.push(named)
    if (marks.length === 0) return []
    // One mark is medium evidence (a balancer answers with its own TTL on purpose); two are good.
    const weight = Math.min(0.97, 0.6 + 0.15 * marks.length)
    return [
      finding(story, {
        cause: 'reset-by-middlebox',
        weight,
        rejectedBy: 'middle',
        evidence: marks,
        alternatives: [end.by === 'server' ? 'reset-by-server' : 'reset-by-client'],
      }),
    ]
  },
}

function marksOf(story: Story, by: Side): Evidence[] {
  const side = story.c.tcp?.[by]
  const reset = side?.resets[0]
  if (!side || !reset) return []
  const found: Evidence[] = []
  const own = side.lastData ?? side.last ?? side.syn
  if (own && Math.abs(own.ttl - reset.ttl) > 1)
    found.push(
      factIn(
        `The reset came with TTL ${reset.ttl}, the ${by}'s own packets with ${own.ttl}`,
        reset.frame,
      ),
    )
  if (own && isForeignId(own, reset))
    found.push(
      factIn(
        `The reset's IP ID ${reset.ipId ?? 0} does not go on from the ${by}'s ${own.ipId ?? 0}`,
        reset.frame,
      ),
    )
  if (side.dataAfterReset)
    found.push(
      factIn(`Data of the ${by} still arrived after "its" reset`, side.dataAfterReset.frame),
    )
  if (hasSpreadResets(side))
    found.push(fact(`Resets in the name of the ${by} came with several guessed sequence numbers`))
  const early = findEarly(story, by, reset)
  if (early) found.push(early)
  return found
}

/** A host counts its packets, leaves the field 0 with "don't fragment", or draws it at random; it does not change its habit for a reset. */
function isForeignId(own: SegmentMark, reset: SegmentMark): boolean {
  if (own.ipId === null || reset.ipId === null) return false
  const habit = own.dontFragment === reset.dontFragment
  return !habit && own.ipId !== reset.ipId && reset.ipId !== 0
}

function hasSpreadResets(side: TcpSide): boolean {
  const [first, ...more] = side.resets
  return (
    first !== undefined &&
    more.some((r) => r.seq !== first.seq && secondsBetween(first.time, r.time) < 0.01)
  )
}

/** A reset that answers the ClientHello sooner than the server could. Only near the client does that show. */
function findEarly(story: Story, by: Side, reset: SegmentMark): Evidence | null {
  const { tcp } = story.c
  const hello = story.helloMessage
  if (by !== 'server' || !tcp || tcp.roundTrip === null || !hello) return null
  const took = secondsBetween(hello.time, reset.time)
  if (tcp.roundTrip < 0.005 || took < 0 || took > tcp.roundTrip * 0.6) return null
  return factIn(
    `The reset came ${(took * 1000).toFixed(1)} ms after the ClientHello, sooner than the server's ${(tcp.roundTrip * 1000).toFixed(1)} ms`,
    reset.frame,
  )
}

/** Every hello with this name is reset, and the same server serves others. */
function nameMark(story: Story, siblings: Siblings): Evidence | null {
  const name = story.serverName
  if (name === null || story.stage !== 'hello') return null
  const others = siblings.ofServer(story.c)
  const served = others.find(
    (s) => s.outcome === 'completed' && s.serverName !== null && s.serverName !== name,
  )
  const sameServed = others.some((s) => s.outcome === 'completed' && s.serverName === name)
  if (!served || sameServed) return null
  return fact(`The same server served ${served.serverName ?? ''} well, and ${name} was reset`)
}
