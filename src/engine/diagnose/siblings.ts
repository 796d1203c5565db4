// What other conversations of the run tell about one: who succeeded, with what, and who failed alike.
//
// Bounded: a server is remembered with its last few conversations, and only so many servers are remembered; the
// oldest goes first. What is kept of a conversation is a handful of numbers, and one certificate message.

import { hex } from '../crypto/octets.ts'
import type { Endpoint } from '../net/facts.ts'
import type { Conversation } from '../session/conversation.ts'
import * as view from '../session/handshake-view.ts'
import type { Settled } from '../session/listener.ts'
import type { Certificate, ClientHello } from '../tls/handshake.ts'
import { newestOffered } from '../tls/hello.ts'
import { parseCertificate } from '../x509/certificate.ts'
import type { Moment } from '../wire/moment.ts'
import { isAskedAgain } from './fallback.ts'
import type { Outcome } from './verdict.ts'

/** Servers (address and port) remembered at a time: a scan of a large network does not fill the memory. */
const serversMost = 1024
/** Bytes held for conversations: 20,000 pairs of hellos that nobody asked for, or some thousand that were read. */
const heldMost = 16 << 20
/** Conversations remembered of one server, those that went well and the others apart: neither pushes the other out. */
const conversationsMost = 12
/** Certificate messages remembered, by server and name: one each, of so many bytes together. */
const certificatesMost = 1024
const certificateBytesMost = 8 << 20

/**
 * Bytes of memory, as measured: a sibling without its ClientHello, and what is read out of a message beside three
 * times its bytes.
 */
const siblingWeight = 500
const messageWeight = 3_000

/** Certificates whose dates are remembered: more than the servers of a large site have. */
const datesMost = 4096

/** Seconds since 1970; null where they cannot be read. */
export interface CertificateDates {
  readonly notBefore: number | null
  readonly notAfter: number | null
}

export interface Sibling {
  readonly id: number
  readonly capture: number
  readonly client: string
  readonly clientPort: number
  readonly transport: Conversation['transport']
  readonly firstTime: Moment
  readonly firstFrame: number
  readonly outcome: Outcome
  readonly hello: ClientHello | null
  /** Length of the whole ClientHello message. */
  readonly helloLength: number
  readonly newestOffered: number | null
  readonly serverName: string | null
  readonly version: number | null
  readonly suite: number | null
  readonly group: number | null
  readonly alpn: string | null
  readonly resumed: boolean
  readonly upgrade: string | null
  /** UDP: asked again, and never answered in what the capture holds. */
  readonly unanswered: boolean
}

export class Siblings {
  readonly #servers = new Map<string, Known[]>()
  readonly #certificates = new Map<string, view.Told<Certificate>>()
  readonly #dates = new Map<string, CertificateDates>()
  #held = 0
  #certificateBytes = 0
  #conversations = 0
  #cameAbout = 0

  add(c: Conversation, outcome: Outcome): void {
    this.#conversations++
    if (cameAbout(c)) this.#cameAbout++
    if (c.protocol === null) return
    const key = keyOf(c.server)
    const sibling = summarise(c, outcome)
    this.#remember(key, {
      transport: c.transport,
      completed: outcome === 'completed',
      size: weighSibling(sibling),
      sibling,
      tellCertificate: null,
    })
    this.#learn(key, c)
  }

  /** A TLS conversation that completed, and of which nobody may ever want to know more: it is made when somebody does. */
  addCompleted({ server, size, showsCertificate, conversation }: Settled): void {
    this.#conversations++
    this.#cameAbout++
    const key = keyOf(server)
    this.#remember(key, {
      // Nothing else is settled before its end.
      transport: 'tcp',
      completed: true,
      size,
      sibling: () => summarise(conversation(), 'completed'),
      tellCertificate: showsCertificate
        ? () => {
            this.#learn(key, conversation())
          }
        : null,
    })
  }

  #remember(key: string, one: Known): void {
    const known = this.#servers.get(key) ?? []
    this.#servers.delete(key)
    this.#servers.set(key, known)
    known.push(one)
    this.#held += one.size - dropOldest(known, one.completed)
    while (this.#servers.size > serversMost || (this.#held > heldMost && this.#servers.size > 1)) {
      const [oldest] = this.#servers
      if (!oldest) return
      this.#servers.delete(oldest[0])
      for (const { size } of oldest[1]) this.#held -= size
    }
  }

  #learn(key: string, c: Conversation): void {
    const certificate = view.certificateMessage(c, 'server')
    if (!certificate) return
    const name = `${key}|${view.serverName(c) ?? ''}`
    this.#forgetCertificate(name)
    this.#certificates.set(name, certificate)
    this.#certificateBytes += weighMessage(certificate.message.length)
    while (
      this.#certificates.size > certificatesMost ||
      (this.#certificateBytes > certificateBytesMost && this.#certificates.size > 1)
    ) {
      const [oldest = ''] = this.#certificates.keys()
      this.#forgetCertificate(oldest)
    }
  }

  #forgetCertificate(name: string): void {
    const known = this.#certificates.get(name)
    if (!known) return
    this.#certificates.delete(name)
    this.#certificateBytes -= weighMessage(known.message.length)
  }

  /** Other conversations with the same server address and port, in order. */
  ofServer(c: Conversation): readonly Sibling[] {
    const known = this.#servers.get(keyOf(c.server)) ?? []
    return known.map((one) => this.#siblingOf(one)).filter((sibling) => sibling.id !== c.id)
  }

  /** Other conversations of the same client host with the same server. */
  ofPair(c: Conversation): readonly Sibling[] {
    return this.ofServer(c).filter((sibling) => sibling.client === c.client.address)
  }

  /** As `ofPair`, of one transport: the others are not even made. */
  ofPairOver(c: Conversation, transport: Conversation['transport']): readonly Sibling[] {
    const found: Sibling[] = []
    for (const known of this.#servers.get(keyOf(c.server)) ?? []) {
      if (known.transport !== transport) continue
      const sibling = this.#siblingOf(known)
      if (sibling.id !== c.id && sibling.client === c.client.address) found.push(sibling)
    }
    return found
  }

  /** Made once, when first asked for. */
  #siblingOf(known: Known): Sibling {
    if (typeof known.sibling !== 'function') return known.sibling
    known.sibling = known.sibling()
    const more = weighSibling(known.sibling)
    known.size += more
    this.#held += more
    return known.sibling
  }

  /** The dates of a certificate, read once however often it is met. */
  datesOf(der: Uint8Array): CertificateDates {
    // Two certificates that agree in length and in the end of their signature are the same one.
    const key = `${der.length}|${hex(der.subarray(-24))}`
    let dates = this.#dates.get(key)
    if (!dates) {
      const { notBefore, notAfter } = parseCertificate(der)
      dates = { notBefore, notAfter }
      this.#dates.set(key, dates)
      forgetOldest(this.#dates, datesMost)
    }
    return dates
  }

  /** The certificate that the same server sent for the same name where it could be read. */
  certificateOf(c: Conversation): view.Told<Certificate> | null {
    const key = keyOf(c.server)
    for (const known of this.#servers.get(key) ?? []) {
      known.tellCertificate?.()
      known.tellCertificate = null
    }
    return this.#certificates.get(`${key}|${view.serverName(c) ?? ''}`) ?? null
  }

  /** TLS was spoken with this server in some conversation. */
  spokeTls(server: Endpoint): boolean {
    return this.#servers.has(keyOf(server))
  }

  /** Not one connection of the run came about: then the attempts are what the user asks about. */
  nothingCameAbout(c: Conversation): boolean {
    return !cameAbout(c) && this.#cameAbout === 0 && this.#conversations > 0
  }
}

interface Known {
  readonly transport: Conversation['transport']
  readonly completed: boolean
  /** Bytes held for it. */
  size: number
  sibling: Sibling | (() => Sibling)
  /** Notes the certificate that it showed. */
  tellCertificate: (() => void) | null
}

function weighSibling({ hello, helloLength }: Sibling): number {
  return siblingWeight + (hello ? weighMessage(helloLength) : 0)
}

function weighMessage(length: number): number {
  return messageWeight + 3 * length
}

function summarise(c: Conversation, outcome: Outcome): Sibling {
  const hello = view.clientHello(c)
  return {
    id: c.id,
    capture: c.capture,
    client: c.client.address,
    clientPort: c.client.port,
    transport: c.transport,
    firstTime: c.firstTime,
    firstFrame: c.firstFrame,
    outcome,
    hello: hello?.body ?? null,
    helloLength: hello ? hello.message.length + 4 : 0,
    newestOffered: hello ? newestOffered(hello.body) : null,
    serverName: view.serverName(c),
    version: view.negotiatedVersion(c),
    suite: view.cipherSuite(c),
    group: view.group(c),
    alpn: view.alpn(c),
    resumed: view.isResumed(c),
    upgrade: c.upgrade,
    unanswered: c.datagram?.datagrams.server === 0 && isAskedAgain(c),
  }
}

/** Of those that went well, or of the others. Answers how many bytes were held for it. */
function dropOldest(known: Known[], completed: boolean): number {
  if (known.length <= conversationsMost) return 0
  const alike = known.filter((one) => one.completed === completed)
  const [oldest] = alike
  if (!oldest || alike.length <= conversationsMost) return 0
  known.splice(known.indexOf(oldest), 1)
  return oldest.size
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  const oldest = map.size > most ? map.keys().next().value : undefined
  if (oldest !== undefined) map.delete(oldest)
}

/** The server answered, or the capture begins after that. */
function cameAbout({ tcp, midstream }: Conversation): boolean {
  return tcp === null || midstream || tcp.server.syn !== null || tcp.server.streamBytes > 0
}

function keyOf(server: Endpoint): string {
  return `${server.address}|${server.port}`
}
