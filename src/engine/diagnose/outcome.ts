// Completed, failed, incomplete, or not TLS: the judgement that comes before any cause.
//
// No alarm on a conversation that went well is worth more than finding one that did not: where the capture fits
// both, it is completed.

import { alerts } from '../registry/tables/alerts.ts'
import { alertLevels } from '../registry/tables/alert-levels.ts'
import type { Message } from '../session/conversation.ts'
import { secondsBetween } from '../wire/moment.ts'
import { otherSide, type Side } from '../wire/span.ts'
import { findFallback, isAskedAgain } from './fallback.ts'
import { findPlaintext } from './plaintext.ts'
import type { Siblings } from './siblings.ts'
import type { Story } from './story.ts'
import { isTlsPort } from './tls-ports.ts'
import type { Outcome } from './verdict.ts'

export interface OutcomeNote {
  readonly outcome: Outcome
  /**
   * Who hung up without a byte of data when all was completed: failed after all where the other's certificate
   * shows a fault that explains it.
   */
  readonly hungUp: Side | null
}

/** Longer than any stack needs to answer; a person choosing a certificate may take longer. */
const patienceSeconds = 5
const choosingSeconds = 30

const completed: OutcomeNote = { outcome: 'completed', hungUp: null }
const hungUp: OutcomeNote = { outcome: 'completed', hungUp: 'client' }
const turnedAway: OutcomeNote = { outcome: 'completed', hungUp: 'server' }
const failed: OutcomeNote = { outcome: 'failed', hungUp: null }
const incomplete: OutcomeNote = { outcome: 'incomplete', hungUp: null }
const notTls: OutcomeNote = { outcome: 'not-tls', hungUp: null }

export function judgeOutcome(story: Story, siblings: Siblings): OutcomeNote {
  const { c } = story
  if (isProbe(story)) return notTls
  if (c.datagram?.eapEnd) return judgeEap(story)
  if (c.protocol === null) return judgeWithoutTls(story, siblings)
  if (c.protocol === 'sslv2') return judgeSsl2(story)
  if (c.protocol === 'quic') return judgeQuic(story, siblings)
  // The epochs of DTLS 1.3 tell without keys what TLS 1.3 tells by sizes alone.
  if (c.protocol === 'dtls' && story.tls13 && c.established && !c.messages.some(isFatal))
    return completed
  if (story.stage === 'finished') return story.tls13 ? judge13(story) : judge12(story)
  if (c.applicationRecords.client > 0 && c.applicationRecords.server > 0 && !story.tls13) {
    // Data both ways: the handshake went well, whatever part of it the capture lacks.
    if (story.fatal === null && (lacksPart(story) || c.midstream)) return completed
  }
  if (c.midstream && story.hello === null && story.fatal === null) {
    return hasSpoken(story) ? completed : incomplete
  }
  return judgeUnfinished(story)
}

/** Both sent Finished. In TLS 1.2 that is success, unless somebody objects to the other's, or to a renegotiation. */
function judge12(story: Story): OutcomeNote {
  const { data } = story.progress
  if (isRenegotiationRefused(story)) return failed
  const served = data.server > 0 && !isAfterLeave(story)
  if (isTurnedAway(story)) return turnedAway
  if (data.client > 0 || served) {
    return story.fatal && !(data.client > 0 && data.server > 0) ? failed : completed
  }
  if (story.fatal || isLeftHalfway(story)) return failed
  return isLeftByClient(story) ? hungUp : completed
}

/**
 * The server's first word after its own Finished is an alert: Exim looks at the client's certificate only then. What the
 * client sent meanwhile was on its way.
 */
function isTurnedAway({ end, progress, clientCertificate }: Story): boolean {
  if (end?.by !== 'server' || end.how !== 'sealed' || clientCertificate !== 'sent') return false
  return progress.finishedFrame !== null && progress.data.server === 0
}

/** The client was gone before the server's Finished came: it never knew the handshake to be complete. */
function isLeftHalfway({ c, end, progress }: Story): boolean {
  if (c.tcp === null || end?.by !== 'client' || progress.finishedFrame === null) return false
  const last = c.messages.find((m) => m.frame === progress.finishedFrame && m.kind === 'handshake')
  return last?.from === 'server' && end.frame < progress.finishedFrame
}

/** In TLS 1.3 the client is done before the server has judged its Finished and its certificate. */
function judge13(story: Story): OutcomeNote {
  const { data, accepted } = story.progress
  const { end } = story
  if (story.fatal) return data.client > 0 && data.server > 0 ? completed : failed
  if (accepted || (data.client > 0 && data.server > 0)) {
    return data.client === 0 && data.server === 0 && isLeftByClient(story) ? hungUp : completed
  }
  // The server ended it, and nothing that it sent shows that it had taken the client's Finished.
  if (end?.by === 'server' && isSoon(story) && !story.sealed.serverFarewell) return failed
  return data.client === 0 && isLeftByClient(story) ? hungUp : completed
}

function isFatal({ kind, level }: Message): boolean {
  return kind === 'alert' && level === alertLevels.fatal
}

function isSoon(story: Story): boolean {
  const finished = story.sealed.finished
  const end = story.end
  if (!end) return false
  const time = end.ending?.time ?? story.sealed.serverAlert?.time
  return !finished || !time || secondsBetween(finished.time, time) < patienceSeconds
}

/** What the server sent when the client had already gone. */
function isAfterLeave({ c, end }: Story): boolean {
  const first = c.messages.find((m) => m.from === 'server' && m.kind === 'application_data')
  return end?.by === 'client' && first !== undefined && first.frame > end.frame
}

/** A client that looks at the certificate after the handshake does so at once; one that leaves later had another reason. */
const hangUpSeconds = 2

/** Over datagrams the data of DTLS may be another protocol's, which nobody sees here. */
function isLeftByClient({ c, end, progress }: Story): boolean {
  if (c.tcp === null || end?.by !== 'client' || end.how === 'alert') return false
  const done = c.messages.findLast((m) => m.frame === progress.finishedFrame)?.time
  const left = end.ending?.time ?? c.messages.find((m) => m.frame === end.frame)?.time
  return !done || !left || secondsBetween(done, left) < hangUpSeconds
}

/** One side asked for a new handshake, and the other did not go along: its handshake records stand alone. */
export function isRenegotiationRefused(story: Story): boolean {
  if (story.tls13) return false
  const { client, server } = story.renegotiation
  if (client === 0 && server === 0) return false
  const refused = story.alerts.some((a) => a.code === alerts.no_renegotiation && !a.afterTheEnd)
  // A HelloRequest that the client ignores is legal, and nothing is refused while data goes on.
  if (client > 0 && server > 1) return story.fatal !== null && story.end?.how === 'alert'
  if (client === 0) return refused && story.end !== null
  return (
    refused ||
    story.alerts.some((a) => a.from === 'server' && !a.afterTheEnd) ||
    story.end?.by === 'server'
  )
}

/** The handshake is not done. */
function judgeUnfinished(story: Story): OutcomeNote {
  const { c, end } = story
  if (story.fatal || isAnsweredInClear(story)) return failed
  if (lacksPart(story) && !isEndSeen(story)) return incomplete
  if (end) return failed
  if (isStalled(story)) return failed
  if (c.icmp.length > 0 && story.stage === 'connecting') return failed
  return isOverdue(story) ? failed : incomplete
}

/** An alert in its record, protected or not, and little more. */
const lastWords = 64

/** Somebody ended it, whatever the capture lacks: by an alert, or with the hole in the last words of that side alone. */
function isEndSeen({ c, end }: Story): boolean {
  if (!end || !c.tcp) return end !== null
  if (end.how === 'alert' || end.how === 'sealed') return true
  const other = c.tcp[otherSide(end.by)]
  const lost = c.tcp[end.by].missingAcknowledged
  return other.missingAcknowledged === 0 && other.streamBytes > 0 && lost <= lastWords
}

/** The ClientHello was answered in another protocol: no end is needed to see that this is none. */
function isAnsweredInClear({ c, hello, serverHello }: Story): boolean {
  const first = c.firstBytes.server
  if (!first || !hello || serverHello !== null || c.upgrade !== null) return false
  return findPlaintext(first.bytes) !== null
}

/** The capture lacks bytes of the handshake that the other side acknowledged. */
export function lacksPart({ c }: Story): boolean {
  const { tcp } = c
  if (tcp === null) return false
  return (
    tcp.client.missingAcknowledged > 0 ||
    tcp.server.missingAcknowledged > 0 ||
    (tcp.server.streamBytes === 0 && tcp.server.acknowledged > 1)
  )
}

/** Segments were sent again and again, and never acknowledged. */
export function isStalled({ c }: Story): boolean {
  const { tcp } = c
  if (tcp === null) {
    const again = c.datagram?.retransmittedFlights
    return again !== undefined && Math.max(again.client, again.server) >= 2
  }
  return tcp.client.stalledRetransmissions >= 2 || tcp.server.stalledRetransmissions >= 2
}

/** Whose turn it was has not answered within the time that the capture still had. */
export function isOverdue(story: Story): boolean {
  const { c } = story
  if (c.captureEnd === null) return false
  if (!isDelivered(story)) return false
  const quiet = secondsBetween(c.lastTime, c.captureEnd)
  const choosing = story.stage === 'server-flight' && story.asked !== false
  return quiet > (choosing ? choosingSeconds : patienceSeconds) + 3 * (c.tcp?.roundTrip ?? 0)
}

/** What was said last was acknowledged. Where it was not, and not repeated, the capture lacks the other side. */
function isDelivered({ c, stage }: Story): boolean {
  const { tcp, datagram } = c
  if (tcp === null) return datagram === null || datagram.datagrams.server > 0 || isAskedAgain(c)
  if (stage === 'connecting' || stage === 'connected') return true
  const speaker = stage === 'hello' || stage === 'client-flight' ? tcp.client : tcp.server
  return speaker.acknowledged >= speaker.streamBytes
}

function hasSpoken({ c }: Story): boolean {
  return c.applicationRecords.client > 0 || c.applicationRecords.server > 0
}

/** Nothing of TLS in it: an attempt, an upgrade that did not come about, plaintext, or none of our business. */
function judgeWithoutTls(story: Story, siblings: Siblings): OutcomeNote {
  const { c } = story
  const expected =
    isTlsPort(c.server.port) ||
    siblings.spokeTls(c.server) ||
    siblings.nothingCameAbout(c) ||
    isLostInTunnel(c)
  if (c.upgradeFacts && isUpgradeDenied(story)) return failed
  if (!expected) return notTls
  if (c.firstBytes.client !== null) return failed
  if (story.end) return failed
  if (c.tcp && (c.tcp.client.syns > 1 || c.tcp.server.syns > 1) && !c.tcp.client.lastData) {
    return story.stage === 'connecting' || c.tcp.server.syns > 1 ? failed : incomplete
  }
  if (c.icmp.length > 0) return failed
  return isOverdue(story) ? failed : incomplete
}

/** A proxy made the way to a port of TLS, the client said something there, and nothing came back. */
function isLostInTunnel({ proxyTarget, tcp, upgradeFacts }: Story['c']): boolean {
  const answer = upgradeFacts?.answer
  const port = Number(proxyTarget?.split(':').at(-1))
  if (!tcp?.client.lastData || !answer?.accepted || !isTlsPort(port)) return false
  return (
    tcp.client.lastData.frame > answer.frame && (tcp.server.lastData?.frame ?? 0) <= answer.frame
  )
}

/** A client that says nothing for longer than this was expected to speak. */
const probeSeconds = 1

/**
 * Connected and left at once, without a word: a health check, a browser's spare connection, a race that another won.
 * What the server says to that comes too late to matter (JSSE sends an alert).
 */
function isProbe({ c, end, endings }: Story): boolean {
  const { tcp } = c
  if (!tcp?.server.syn || c.midstream || c.upgrade !== null || c.preface.length > 0) return false
  const left = endings[0]
  if (left?.by !== 'client' || end === null || end.frame < left.frame) return false
  if (tcp.client.streamBytes > 0 || tcp.client.missingAcknowledged > 0) return false
  const said = c.firstBytes.server?.span.frame ?? Infinity
  return said > left.frame && secondsBetween(c.firstTime, left.time) < probeSeconds
}

/** The upgrade was refused, or was needed and not offered, and the session ended over it. */
function isUpgradeDenied({ c, end }: Story): boolean {
  const facts = c.upgradeFacts
  if (!facts) return false
  if (facts.answer?.accepted === false) return !goesOn(c.preface, facts.answer.frame)
  return facts.offered === false && facts.asked === null && end !== null
}

/** Plaintext that goes on after the refusal, other than a farewell, was good enough for the client. */
function goesOn(preface: Story['c']['preface'], afterFrame: number): boolean {
  const later = preface.filter((line) => line.from === 'client' && line.frame > afterFrame)
  return later.some((line) => !/quit|logout|bye|unbind/i.test(line.text))
}

function judgeSsl2(story: Story): OutcomeNote {
  const { c } = story
  if (c.established || hasSpoken(story)) return completed
  return story.end ? failed : incomplete
}

function judgeQuic(story: Story, siblings: Siblings): OutcomeNote {
  const { c } = story
  const facts = c.datagram
  if (!facts) return incomplete
  const refused = facts.closes.some((close) => !close.application && close.code !== 0)
  if (refused) return failed
  if (c.established || hasSpoken(story)) return completed
  if (facts.versionNegotiation && story.serverHello === null) return failed
  if (facts.datagrams.server > 0 && story.serverHello !== null) return completed
  if (!isOverdue(story) || facts.datagrams.server > 0) return incomplete
  // What TCP made up for is worth knowing, and no alarm.
  return findFallback(c, siblings)?.outcome === 'completed' ? incomplete : failed
}

function judgeEap(story: Story): OutcomeNote {
  const what = story.c.datagram?.eapEnd?.what
  if (what === 'eap-success' || what === 'access-accept') return completed
  return failed
}
