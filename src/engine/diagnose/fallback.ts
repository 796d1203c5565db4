// What a client does where QUIC stays unanswered: it connects over TCP, or had done so at the same time. RFC 9114 §3.1.

import type { Conversation } from '../session/conversation.ts'
import { serverName } from '../session/handshake-view.ts'
import { secondsBetween } from '../wire/moment.ts'
import type { Sibling, Siblings } from './siblings.ts'

/** Browsers race the two, and give QUIC up after some seconds. */
const soonSeconds = 30
const raceSeconds = 2

/** The TCP connection of the same client to the same server that took the place of this QUIC attempt. */
export function findFallback(quic: Conversation, siblings: Siblings): Sibling | null {
  return findOther(quic, siblings, 'tcp', -raceSeconds, soonSeconds)
}

/** The QUIC attempt before this TCP connection that stayed unanswered. */
export function findAttempt(tcp: Conversation, siblings: Siblings): Sibling | null {
  const attempt = findOther(tcp, siblings, 'udp', -soonSeconds, raceSeconds)
  return attempt?.unanswered ? attempt : null
}

function findOther(
  c: Conversation,
  siblings: Siblings,
  transport: Sibling['transport'],
  from: number,
  to: number,
): Sibling | null {
  const others = siblings.ofPairOver(c, transport)
  if (others.length === 0) return null
  const name = serverName(c)
  const found = others.filter((sibling) => {
    const after = secondsBetween(c.firstTime, sibling.firstTime)
    const same = name === null || sibling.serverName === null || sibling.serverName === name
    return same && after >= from && after <= to
  })
  return found.find((sibling) => sibling.outcome === 'completed') ?? found[0] ?? null
}

/** The shortest timer after which a stack sends its hello again: WebRTC's for DTLS is 50 ms, QUIC's a second. */
const shortestTimer = 0.04

/**
 * A client whose datagrams stay without an answer sends them again. One that does not was answered where the capture
 * did not look; datagrams at the same moment are one flight, or copies that the capture made.
 */
export function isAskedAgain({ datagram }: Conversation): boolean {
  const first = datagram?.firstDatagram.client
  const last = datagram?.lastDatagram.client
  return !!first && !!last && secondsBetween(first.time, last.time) > shortestTimer
}
