// Whether what ended the handshake can have been a side's certificate, and how well an alert fits a fault.

import { alerts } from '../registry/tables/alerts.ts'
import { alertLevels } from '../registry/tables/alert-levels.ts'
import { nameOfAlert } from '../registry/name.ts'
import type { Conversation, Message } from '../session/conversation.ts'
import type { Side } from '../wire/span.ts'
import type { Evidence } from './finding.ts'
import { alertMeaning } from './alert-meaning.ts'
import { fact, factIn, factOfAlert } from './evidence.ts'
import { lacksPart } from './outcome.ts'
import { usesPreSharedKey } from './psk.ts'
import type { End, Story } from './story.ts'

/** The end that may have been a rejection of `side`'s certificate; null where it cannot have been. */
export function findRejection(story: Story, side: Side): End | null {
  return side === 'server' ? rejectsServer(story) : rejectsClient(story)
}

/** The client left after it had seen the server's certificate, and before it had sent any data. */
function rejectsServer(story: Story): End | null {
  const { end, stage } = story
  if (end?.by !== 'client' || story.resumed || isTooEarly(story, end)) return null
  if (stage === 'connected' || stage === 'connecting') return null
  if (authenticatesByKeyAlone(story)) return null
  const lacks = lacksPart(story)
  if (stage === 'hello' && !lacks) return null
  const isUnseen = story.isSealed || lacks
  if (stage === 'server-hello' && !story.has('certificate', 'server') && !isUnseen) return null
  return story.progress.data.client > 0 ? null : end
}

/** A suite that has no server certificate: RSA_PSK is the only one of the pre-shared keys that has (RFC 4279). */
function authenticatesByKeyAlone(story: Story): boolean {
  return usesPreSharedKey(story) && !story.suiteRow?.kx.includes('RSA')
}

/** The client had gone before the server's flight came. */
function isTooEarly({ c, serverHelloMessage }: Story, end: End): boolean {
  const certificate = c.messages.find((m) => m.from === 'server' && m.name === 'certificate')
  const seen = certificate ?? serverHelloMessage
  if (seen !== null && seen.frame > end.frame) return true
  return certificate !== undefined && end.ending?.how === 'fin' && !isReceived(c, certificate)
}

/** The record that a message is in. */
const recordHeader = 5

/** A FIN acknowledges all that its sender had got: where that ends before the certificate does, it was still on the way. */
function isReceived({ tcp, midstream, messages }: Conversation, certificate: Message): boolean {
  if (tcp === null || midstream) return true
  const least = messages
    .slice(0, messages.indexOf(certificate) + 1)
    .filter((m) => m.from === 'server' && m.kind === 'handshake')
    .reduce((sum, m) => sum + 4 + m.length, recordHeader)
  return tcp.server.acknowledged >= least
}

/** The server left after it had seen the client's certificate. */
function rejectsClient(story: Story): End | null {
  const { end, stage } = story
  if (end?.by !== 'server' || story.clientCertificate !== 'sent') return null
  return stage === 'client-flight' || stage === 'finished' ? end : null
}

export interface AlertFit {
  /** Alerts that name the fault. */
  readonly own: readonly number[]
  /** Alerts that known stacks send for it as well (causes.md, tables 0.1 and 0.2). */
  readonly also: readonly number[]
  /** It is no fault of the certificate: a peer that rejects the certificate never comes to look at it. */
  readonly late?: true
}

/** A server of GnuTLS says access_denied to every certificate that it does not like. */
const anyFault: readonly number[] = [
  alerts.bad_certificate,
  alerts.certificate_unknown,
  alerts.access_denied,
]

/** How much the way it ended says for a fault of this strength: evidence first, then the alert. */
export function weigh(strength: number, end: End, fit: AlertFit): number {
  if (end.how !== 'alert') return strength * 0.88
  const code = end.alert?.code ?? -1
  if (fit.own.includes(code)) return (1 + strength) / 2
  if (fit.also.includes(code)) return strength * 0.95
  return strength * (anyFault.includes(code) ? (fit.late ? 0.7 : 0.95) : 0.35)
}

/** The last word, as evidence. */
export function evidenceOfEnd({ by, how, alert, ending, frame }: End): Evidence {
  const who = by === 'client' ? 'The client' : 'The server'
  if (alert && alert.code !== null) {
    const level = alert.message.level === alertLevels.fatal ? 'fatal ' : ''
    const name = `${level}alert ${nameOfAlert(alert.code)} (${alert.code})`
    return factOfAlert(
      `${who} sent the ${name}: it ${alertMeaning(alert.code).replace(/\.$/, '')}`,
      alert.message,
      'RFC 8446 section 6.2',
    )
  }
  if (how === 'sealed')
    return factIn(`${who} sent an alert that cannot be read without keys`, frame)
  if (how === 'eap')
    return factIn('The server sent EAP-Failure or Access-Reject, and no TLS alert', frame)
  if (ending === null) return fact(`${who} ended the handshake`)
  const what = how === 'fin' ? 'closed the connection' : 'reset the connection'
  return factIn(`${who} ${what} without an alert`, frame)
}
