// The connection stands, and the client never says hello, or stops in the middle of it.

import { fact, factIn } from '../evidence.ts'
import { isOverdue, isStalled } from '../outcome.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** A connection that is given up sooner is a probe or a change of mind, not a silence. */
const silentSeconds = 1

/** A client that minds what it saw in the server's flight says so, or goes, sooner than this. */
const undecidedSeconds = 5

export const clientSilent: Rule = {
  id: 'client-silent',
  title: 'The client said nothing, or stopped in the middle of a message',
  find(story) {
    const { c, end } = story
    if (c.tcp === null || isStalled(story) || (end && end.how === 'alert')) return []
    const seconds = silenceOf(story)
    if (end === null && !isOverdue(story)) return []
    if (seconds === null || seconds < silentSeconds) return []
    const evidence = [fact(`The client was silent for ${seconds.toFixed(1)} s`)]
    const stopped = c.pending.client
    if (stopped) {
      const need = stopped.need === null ? '' : ` of ${stopped.need}`
      evidence.unshift(
        factIn(
          `The client stopped after ${stopped.have}${need} bytes of its message`,
          stopped.frame,
        ),
      )
    }
    const half = stopped !== null && story.hello === null
    const mute = story.stage === 'connected' && c.firstBytes.client === null
    const left =
      story.stage === 'server-flight' && (end?.by !== 'client' || seconds > undecidedSeconds)
    const weight = half || mute ? 0.85 : left ? 0.6 : 0
    return weight === 0
      ? []
      : [finding(story, { cause: 'client-silent', weight, rejectedBy: null, evidence })]
  },
}

/** How long the client's turn lasted: until somebody ended it, or the capture did. */
function silenceOf(story: Story): number | null {
  const { c } = story
  const since =
    c.tcp?.client.lastData?.time ??
    c.tcp?.server.syn?.time ??
    c.tcp?.client.syn?.time ??
    c.firstTime
  const served = c.tcp?.server.lastData?.time
  const until = story.end?.ending?.time ?? c.captureEnd ?? c.lastTime
  const isTurn = served && secondsFrom(since, served) > 0 && secondsFrom(served, until) > 0
  const from = isTurn ? served : since
  return secondsFrom(from, until)
}

function secondsFrom(a: Story['c']['firstTime'], b: Story['c']['firstTime']): number {
  return b.seconds - a.seconds + (b.nanos - a.nanos) / 1e9
}
