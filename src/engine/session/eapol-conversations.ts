// The EAP authentications on links: one for each supplicant. IEEE 802.1X-2020 §11.

import { hex } from '../crypto/octets.ts'
import { eap } from '../eap/packet.ts'
import { readEapol } from '../eap/eapol.ts'
import type { Endpoint, SegmentMark } from '../net/facts.ts'
import type { Packet } from '../net/packet.ts'
import { eapolTypes } from '../registry/tables/eapol-types.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import type { Conversation } from './conversation.ts'
import { EapConversation, parseEap } from './eap-conversation.ts'

/** Supplicants under way at once: far more than one access point has. The one that is longest quiet is ended. */
const sessionsMost = 4096

interface Session {
  readonly eap: EapConversation
  authenticator: string
}

export class EapolConversations {
  readonly #begin: (
    supplicant: Endpoint,
    authenticator: Endpoint,
    mark: SegmentMark,
  ) => EapConversation
  readonly #onEnd: (conversation: Conversation) => void
  /** By supplicant; the one that spoke last is the last. */
  readonly #sessions = new Map<string, Session>()

  constructor(
    begin: (supplicant: Endpoint, authenticator: Endpoint, mark: SegmentMark) => EapConversation,
    onEnd: (conversation: Conversation) => void,
  ) {
    this.#begin = begin
    this.#onEnd = onEnd
  }

  /** Takes an EAPOL frame: `packet` says where it stands, and the addresses of the link. */
  frame(bytes: Uint8Array, from: number, to: number, packet: Packet): void {
    const { frame } = packet
    const eapol = parseEapol(bytes, from, to)
    if (eapol?.type !== eapolTypes['EAP-Packet']) return
    const read = parseEap(eapol.body)
    if (read === null || read.code < eap.request || read.code > eap.failure) return
    const source = addressAt(packet, packet.sourceMacAt)
    const destination = addressAt(packet, packet.destinationMacAt)
    const isResponse = read.code === eap.response
    const supplicant = isResponse ? source : this.#supplicantOf(source, destination)
    const authenticator = isResponse ? destination : source
    const asksIdentity = read.type === eap.identity
    let session = this.#sessions.get(supplicant)
    if (session && asksIdentity && session.eap.isOver) {
      this.#end(supplicant, session)
      session = undefined
    }
    const mark = markAt(frame.number, frame.seconds, frame.nanos, to - from)
    if (!session) {
      // An ending whose beginning nobody saw tells nothing of TLS.
      if (read.type === null) return
      const begun = this.#begin(
        { address: supplicant, port: 0 },
        { address: authenticator, port: 0 },
        mark,
      )
      session = { eap: begun, authenticator }
    }
    this.#sessions.delete(supplicant)
    this.#sessions.set(supplicant, session)
    if (!isGroup(authenticator) && session.authenticator !== authenticator) {
      session.authenticator = authenticator
      session.eap.conversation.server = { address: authenticator, port: 0 }
    }
    const body = eapol.body.slice()
    const places = [packet.spanOf(eapol.bodyFrom, body.length)]
    session.eap.take({ bytes: body, places, mark })
    if (this.#sessions.size > sessionsMost)
      for (const [oldest, other] of this.#sessions) {
        this.#end(oldest, other)
        break
      }
  }

  end(): void {
    for (const [supplicant, session] of [...this.#sessions]) this.#end(supplicant, session)
  }

  /** On a wire both sides may send to the group address: then the one that spoke last to this authenticator is meant. */
  #supplicantOf(authenticator: string, destination: string): string {
    if (!isGroup(destination)) return destination
    const latest = [...this.#sessions].reverse()
    const known = latest.find(([, session]) => session.authenticator === authenticator)
    return (known ?? latest[0])?.[0] ?? destination
  }

  #end(supplicant: string, session: Session): void {
    this.#sessions.delete(supplicant)
    this.#onEnd(session.eap.end())
  }
}

function parseEapol(
  bytes: Uint8Array,
  from: number,
  to: number,
): ReturnType<typeof readEapol> | null {
  try {
    return readEapol(new Cursor(bytes.subarray(0, to), from))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}

/** `02:00:00:00:00:01`; of a link without addresses, as of PPP, what the direction can't tell: nothing. */
function addressAt({ bytes }: Packet, at: number): string {
  if (at < 0) return ''
  return hex(bytes.subarray(at, at + 6)).replace(/..(?!$)/g, '$&:')
}

/** The lowest bit of the first byte: to a group of stations. */
function isGroup(address: string): boolean {
  return (parseInt(address.slice(0, 2), 16) & 1) === 1
}

function markAt(frame: number, seconds: number, nanos: number, length: number): SegmentMark {
  return {
    frame,
    time: { seconds, nanos },
    seq: 0,
    ack: 0,
    flags: 0,
    window: 0,
    length,
    ttl: 0,
    ipId: null,
    dontFragment: false,
    payload: null,
  }
}
