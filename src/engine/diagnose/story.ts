// What the rules ask of a conversation, worked out once.

import { findCipherSuite } from '../registry/cipher-suite.ts'
import { alerts as alertNumbers } from '../registry/tables/alerts.ts'
import type { Conversation, Message } from '../session/conversation.ts'
import * as view from '../session/handshake-view.ts'
import type { ClientHello, ServerHello } from '../tls/handshake.ts'
import { findDowngradeSentinel } from '../tls/messages/server-hello.ts'
import { offeredVersions, selectedVersion } from '../tls/hello.ts'
import { isGrease } from '../registry/grease.ts'
import { findNewest, isTls13, rankVersion } from '../tls/version.ts'
import { secondsBetween } from '../wire/moment.ts'
import { otherSide, type Side } from '../wire/span.ts'
import { isFatal, type AlertNote } from './alert-note.ts'
import { findEndings, type Ending } from './ending.ts'
import { findRenegotiation, readProgress, readProgress13, type Progress } from './progress.ts'
import { readSealedFlights, type SealedFlights } from './sealed.ts'
import { Credentials } from './credentials.ts'
import { findRejection } from './rejection.ts'
import { publicTrust, type Trust } from './trust.ts'

/** How far the handshake had come when it ended. */
export type Stage =
  | 'connecting' // no connection yet
  | 'connected' // nothing of TLS was said
  | 'hello' // the ClientHello is out
  | 'server-hello' // the server answered, its flight is not whole
  | 'server-flight' // the server's flight is whole, the client has not answered
  | 'client-flight' // the client's second flight is out
  | 'finished' // both sides are done

/** What ended the handshake. */
export interface End {
  readonly by: Side
  /** `sealed`: an alert that could not be read. `eap`: the authentication around TLS was refused. */
  readonly how: 'alert' | 'sealed' | 'fin' | 'reset' | 'eap'
  readonly frame: number
  readonly alert: AlertNote | null
  readonly ending: Ending | null
}

export class Story {
  readonly c: Conversation
  /** The ServerHello that is no HelloRetryRequest: the first, before any renegotiation. */
  readonly serverHelloMessage: Message | null
  readonly serverHello: ServerHello | null
  readonly retry: Message | null
  /** The ClientHello that the server answered last: the second one after a HelloRetryRequest. */
  readonly helloMessage: Message | null
  readonly hello: ClientHello | null
  /** What the server chose, as on the wire. */
  readonly version: number | null
  readonly tls13: boolean

  readonly #trust: Trust | null
  // Worked out when first asked for: undefined until then.
  #offered: readonly number[] | undefined
  #newestOffered: number | null | undefined
  #serverName: string | null | undefined
  #resumed: boolean | undefined
  #sealed: SealedFlights | undefined
  #progress: Progress | undefined
  #renegotiation: Record<Side, number> | undefined
  #endings: readonly Ending[] | undefined
  #alerts: readonly AlertNote[] | undefined
  #fatal: AlertNote | null | undefined
  #end: End | null | undefined
  #stage: Stage | undefined
  #clientCertificate: 'none' | 'empty' | 'sent' | undefined
  #credentials: Credentials | undefined
  readonly #rejections: Partial<Record<Side, End | null>> = {}

  constructor(conversation: Conversation, trust?: Trust) {
    this.c = conversation
    this.#trust = trust ?? null
    const serverHello = view.serverHello(conversation)
    this.serverHelloMessage = serverHello?.message ?? null
    this.serverHello = serverHello?.body ?? null
    this.retry = view.helloRetryRequest(conversation)?.message ?? null
    this.helloMessage = findAnswered(conversation, this.serverHelloMessage, this.retry)
    const body = this.helloMessage?.body
    this.hello = body?.kind === 'client_hello' ? body : null
    this.version = serverHello
      ? selectedVersion(serverHello.body)
      : view.negotiatedVersion(conversation)
    this.tls13 = this.version !== null && isTls13(this.version)
  }

  /** What certificates are held against. */
  get trust(): Trust {
    return this.#trust ?? publicTrust()
  }

  /** Versions in the ClientHello, without GREASE. */
  get offered(): readonly number[] {
    return (this.#offered ??= this.hello
      ? offeredVersions(this.hello).filter((v) => !isGrease(v))
      : [])
  }

  get newestOffered(): number | null {
    if (this.#newestOffered === undefined) this.#newestOffered = findNewest(this.offered) ?? null
    return this.#newestOffered
  }

  get oldestOffered(): number | null {
    return this.offered.toSorted((a, b) => rankVersion(a) - rankVersion(b))[0] ?? null
  }

  get suite(): number | null {
    return this.serverHello?.cipherSuite ?? null
  }

  get suiteRow(): ReturnType<typeof findCipherSuite> {
    return this.suite === null ? undefined : findCipherSuite(this.suite)
  }

  get serverName(): string | null {
    if (this.#serverName === undefined) this.#serverName = view.serverName(this.c)
    return this.#serverName
  }

  get sentinel(): 'tls12' | 'tls11' | undefined {
    return this.serverHello ? findDowngradeSentinel(this.serverHello) : undefined
  }

  get resumed(): boolean {
    return (this.#resumed ??= view.isResumed(this.c))
  }

  /** Only records of TLS have the size of their message: a packet of QUIC holds what fits, DTLS cuts messages up. */
  get sealed(): SealedFlights {
    return (this.#sealed ??= readSealedFlights(
      this.c.protocol === 'tls' ? this.c.records : [],
      this.suite ?? 0,
      this.serverHelloMessage?.frame ?? 0,
    ))
  }

  /** Nothing of the protected part of a TLS 1.3 handshake could be read. */
  get isSealed(): boolean {
    return this.tls13 && !this.c.keys.decrypted
  }

  get progress(): Progress {
    return (this.#progress ??=
      this.tls13 && this.c.transport === 'tcp'
        ? readProgress13(this.c, this.sealed)
        : readProgress(this.c))
  }

  get renegotiation(): Record<Side, number> {
    const frame = this.progress.finishedFrame
    return (this.#renegotiation ??=
      frame === null ? { client: 0, server: 0 } : findRenegotiation(this.c, frame))
  }

  get endings(): readonly Ending[] {
    return (this.#endings ??= findEndings(this.c))
  }

  get alerts(): readonly AlertNote[] {
    return (this.#alerts ??= this.#findAlerts())
  }

  #findAlerts(): AlertNote[] {
    const notes: AlertNote[] = []
    for (const [at, message] of this.c.messages.entries()) {
      if (message.kind !== 'alert') continue
      const { from, code, frame } = message
      notes.push({
        message,
        from,
        code,
        at,
        afterTheEnd: this.#ended(otherSide(from), frame, at),
      })
    }
    return notes
  }

  #ended(side: Side, frame: number, at: number): boolean {
    if (this.endings.some((e) => e.by === side && e.frame < frame)) return true
    return this.c.messages
      .slice(0, at)
      .some((m) => m.kind === 'alert' && m.from === side && m.code === alertNumbers.close_notify)
  }

  /** The first alert that orders to stop. */
  get fatal(): AlertNote | null {
    if (this.#fatal === undefined)
      this.#fatal = this.alerts.find((a) => !a.afterTheEnd && isFatal(a, this.tls13)) ?? null
    return this.#fatal
  }

  /** The last warning that was followed by nothing but the end. */
  get lastWarning(): AlertNote | null {
    const last = this.alerts.findLast(
      (a) => a.code !== null && a.code !== alertNumbers.close_notify && !a.afterTheEnd,
    )
    if (!last || isFatal(last, this.tls13)) return null
    const later = this.c.messages.slice(last.at + 1)
    return later.some((m) => m.kind === 'handshake' || m.kind === 'application_data') ? null : last
  }

  /** What ended it, or null where nobody did. */
  get end(): End | null {
    if (this.#end === undefined) this.#end = this.#findEnd()
    return this.#end
  }

  #findEnd(): End | null {
    const candidates: End[] = []
    const told = this.fatal ?? this.lastWarning
    if (told) {
      const { from: by, message } = told
      candidates.push({ by, how: 'alert', frame: message.frame, alert: told, ending: null })
    }
    const unread = this.#sealedAlert
    if (unread) candidates.push({ ...unread, how: 'sealed', alert: null, ending: null })
    const refused = this.#refusedAround
    if (refused)
      candidates.push({ by: 'server', how: 'eap', frame: refused, alert: null, ending: null })
    const ending = this.endings[0]
    if (ending)
      candidates.push({ by: ending.by, how: ending.how, frame: ending.frame, alert: null, ending })
    // In one frame an alert stands before the FIN that the same segment carries.
    return candidates.toSorted((a, b) => a.frame - b.frame)[0] ?? null
  }

  /** EAP-Failure or Access-Reject. */
  get #refusedAround(): number | null {
    const end = this.c.datagram?.eapEnd
    return end?.what === 'eap-failure' || end?.what === 'access-reject' ? end.frame : null
  }

  /** The first alert that could not be read, after which its sender said nothing more of a handshake. */
  get #sealedAlert(): { by: Side; frame: number } | null {
    const alert = this.alerts.find((a) => a.code === null && !a.afterTheEnd)
    if (alert) return { by: alert.from, frame: alert.message.frame }
    if (!this.isSealed) return null
    const { clientAlert, serverAlert, clientClose } = this.sealed
    const first = [clientAlert, clientClose, serverAlert]
      .filter((record) => record !== null)
      .toSorted((a, b) => a.frame - b.frame)[0]
    return first ? { by: first.from, frame: first.frame } : null
  }

  get stage(): Stage {
    return (this.#stage ??= this.#findStage())
  }

  #findStage(): Stage {
    const { c } = this
    const { finished } = this.progress
    if (finished.client && finished.server) return 'finished'
    if (this.#clientAnswered()) return 'client-flight'
    if (this.#serverDone()) return 'server-flight'
    if (this.serverHello || c.messages.some((m) => m.from === 'server' && isAnswer(m)))
      return 'server-hello'
    if (this.hello || c.pending.client || c.messages.some((m) => m.from === 'client'))
      return 'hello'
    if (c.tcp === null) return 'connecting'
    return c.tcp.server.syn || c.midstream || c.tcp.server.sent > 0 ? 'connected' : 'connecting'
  }

  #clientAnswered(): boolean {
    if (this.progress.finished.client) return true
    if (this.isSealed) return this.sealed.certificate !== 'none'
    const hello = this.serverHelloMessage
    if (!hello) return false
    const at = this.c.messages.indexOf(hello)
    return this.c.messages.some(
      (m, i) =>
        i > at && m.from === 'client' && m.kind === 'handshake' && m.name !== 'client_hello',
    )
  }

  #serverDone(): boolean {
    if (this.tls13) return this.progress.finished.server
    return this.has('server_hello_done', 'server') || this.progress.finished.server
  }

  message(name: string, from: Side): Message | null {
    return this.c.messages.find((m) => m.name === name && m.from === from) ?? null
  }

  has(name: string, from: Side): boolean {
    return this.message(name, from) !== null
  }

  /** The server asked for a certificate; null where nobody can see it. */
  get asked(): boolean | null {
    if (this.has('certificate_request', 'server')) return true
    if (!this.isSealed) return false
    return this.sealed.certificate === 'none' ? null : true
  }

  /** What the client answered with: by the message, or by its size. */
  get clientCertificate(): 'none' | 'empty' | 'sent' {
    return (this.#clientCertificate ??= this.#findClientCertificate())
  }

  #findClientCertificate(): 'none' | 'empty' | 'sent' {
    const told = view.certificateMessage(this.c, 'client')
    if (told)
      return told.body.entries.items.length === 0 && !told.body.entries.damage ? 'empty' : 'sent'
    const unread = this.message('certificate', 'client')
    if (unread) return 'sent'
    return this.isSealed ? this.sealed.certificate : 'none'
  }

  /** Certificates of both sides, parsed and judged when first asked for. */
  get credentials(): Credentials {
    return (this.#credentials ??= new Credentials(this))
  }

  /** The end that may have been a rejection of `side`'s certificate; null where it cannot have been. */
  rejectionOf(side: Side): End | null {
    let end = this.#rejections[side]
    if (end === undefined) this.#rejections[side] = end = findRejection(this, side)
    return end
  }

  /** Seconds from the ClientHello to what ended it. */
  get secondsToEnd(): number | null {
    const from = this.helloMessage?.time ?? this.c.firstTime
    const to = this.end?.ending?.time ?? this.end?.alert?.message.time
    return to ? secondsBetween(from, to) : null
  }
}

/** The ClientHello that the server's answer, or the lack of one, is about. */
function findAnswered(
  { messages }: Conversation,
  answer: Message | null,
  retry: Message | null,
): Message | null {
  let first: Message | null = null
  let last: Message | null = null
  let isAnswered = false
  for (const message of messages) {
    if (message === answer) isAnswered = true
    if (message.from !== 'client' || message.body?.kind !== 'client_hello') continue
    first ??= message
    if (!isAnswered) last = message
  }
  return answer !== null || retry !== null ? (last ?? first) : first
}

/** A message of the server's that answers the hello, rather than asks for another one. */
function isAnswer({ kind, name }: Message): boolean {
  return kind === 'handshake' && name !== 'hello_verify_request' && name !== 'hello_retry_request'
}
