// The ClientHello arrived, and the server never said anything.

import { fact, factIn, factOf } from '../evidence.ts'
import type { Evidence } from '../finding.ts'
import { isAskedAgain } from '../fallback.ts'
import { isOverdue, isStalled } from '../outcome.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** A client that leaves sooner did not wait for an answer. */
const waitedSeconds = 0.5

export const noAnswer: Rule = {
  id: 'no-answer',
  title: 'The server never answered the ClientHello',
  find(story) {
    const { c } = story
    if (story.stage !== 'hello' || story.hello === null || isServerHeard(story)) return []
    if (c.tcp === null) return ofDatagrams(story)
    if (isStalled(story)) return []
    const left = story.end
    const waited = story.secondsToEnd
    if (left === null && !isOverdue(story)) return []
    const patient = waited === null || waited > waitedSeconds + 3 * (c.tcp.roundTrip ?? 0)
    if (!patient) return []
    const weight = left === null || left.by === 'client' ? 0.8 : 0.45
    return [finding(story, { cause: 'no-answer', weight, evidence: evidenceOf(story) })]
  },
}

function isServerHeard({ c }: Story): boolean {
  return (
    c.firstBytes.server !== null ||
    (c.tcp?.server.streamBytes ?? 0) > 0 ||
    (c.datagram?.datagrams.server ?? 0) > 0
  )
}

/** Over UDP nobody can tell whether the hello arrived. */
function ofDatagrams(story: Story) {
  const { c } = story
  if (c.protocol !== 'dtls' || c.icmp.length > 0 || !isAskedAgain(c)) return []
  const again = c.datagram?.retransmittedFlights.client ?? 0
  const evidence = [
    ...evidenceOf(story),
    fact(`The client sent its ClientHello again ${again} times`),
  ]
  return [
    finding(story, {
      cause: 'no-answer',
      weight: 0.7,
      rejectedBy: null,
      evidence,
      alternatives: ['datagram-timeout', 'packet-loss'],
    }),
  ]
}

function evidenceOf(story: Story): Evidence[] {
  const evidence: Evidence[] = []
  const { helloMessage, c, secondsToEnd } = story
  if (helloMessage) evidence.push(factOf('The client sent its ClientHello', helloMessage))
  const ack = c.tcp?.server.last
  if (ack) evidence.push(factIn('The server acknowledged it and sent no data', ack.frame))
  if (secondsToEnd !== null)
    evidence.push(fact(`The connection ended ${secondsToEnd.toFixed(1)} s after the ClientHello`))
  return evidence
}
