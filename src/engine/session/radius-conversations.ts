// The EAP authentications between one access point and one RADIUS server: many share a pair of ports.
// RFC 3579 §2.6.2: State ties a challenge to the next request, the identifier a reply to its request.

import { findAttribute, isRadius, radius, readRadius, type Radius } from '../eap/radius.ts'
import type { Direction } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'
import { hex } from '../crypto/octets.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import type { Conversation } from './conversation.ts'
import { markOf } from './datagram-facts.ts'
import { EapConversation, type CarriedEap } from './eap-conversation.ts'

/** Authentications under way between two ports: an identifier has 256 values, and each waits for the next round. */
const sessionsMost = 1024

interface Session {
  readonly eap: EapConversation
  readonly station: string
}

export class RadiusConversations {
  readonly #begin: (direction: Direction, packet: Packet) => EapConversation
  readonly #onEnd: (conversation: Conversation) => void
  readonly #sessions = new Set<Session>()
  readonly #byIdentifier = new Map<number, Session>()
  readonly #byState = new Map<string, Session>()
  readonly #byStation = new Map<string, Session>()

  constructor(
    begin: (direction: Direction, packet: Packet) => EapConversation,
    onEnd: (conversation: Conversation) => void,
  ) {
    this.#begin = begin
    this.#onEnd = onEnd
  }

  /** Answers false where the datagram is no RADIUS that carries EAP. */
  datagram(
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: Packet,
  ): boolean {
    const read = parseRadius(bytes, from, to)
    if (read === null) return false
    const carried = carriedBy(read, packet)
    const session =
      read.code === radius.accessRequest
        ? this.#ofRequest(direction, read, carried, packet)
        : this.#byIdentifier.get(read.identifier)
    if (session === undefined) return carried !== null
    const { eap } = session
    if (carried) eap.take(carried)
    const state = findAttribute(read, radius.state)
    if (read.code === radius.accessChallenge && state) this.#byState.set(hex(state), session)
    if (read.code === radius.accessAccept || read.code === radius.accessReject) {
      const what = read.code === radius.accessAccept ? 'access-accept' : 'access-reject'
      eap.endBy(what, markOf(packet), packet.spanOf(from, to - from))
      this.#end(session)
    }
    return true
  }

  end(): void {
    for (const session of [...this.#sessions]) this.#end(session)
  }

  #ofRequest(
    direction: Direction,
    read: Radius,
    carried: CarriedEap | null,
    packet: Packet,
  ): Session | undefined {
    const state = findAttribute(read, radius.state)
    const station = stationOf(read)
    let session = state ? this.#byState.get(hex(state)) : undefined
    // A repeated request, or one whose challenge the capture lacks.
    session ??= this.#byStation.get(station)
    if (session?.eap.facts.eapEnd) session = undefined
    if (session && !state && session.eap.isOver) {
      this.#end(session)
      session = undefined
    }
    if (session === undefined && carried) {
      if (this.#sessions.size >= sessionsMost)
        for (const oldest of this.#sessions) {
          this.#end(oldest)
          break
        }
      session = { eap: this.#begin(direction, packet), station }
      this.#sessions.add(session)
      this.#byStation.set(station, session)
    }
    if (session) this.#byIdentifier.set(read.identifier, session)
    return session
  }

  #end(session: Session): void {
    if (!this.#sessions.delete(session)) return
    for (const [identifier, other] of this.#byIdentifier)
      if (other === session) this.#byIdentifier.delete(identifier)
    for (const [state, other] of this.#byState) if (other === session) this.#byState.delete(state)
    if (this.#byStation.get(session.station) === session) this.#byStation.delete(session.station)
    this.#onEnd(session.eap.end())
  }
}

/** Whether a datagram is RADIUS with EAP in it. */
export function isRadiusWithEap(bytes: Uint8Array, from: number, to: number): boolean {
  const read = parseRadius(bytes, from, to)
  return read !== null && findAttribute(read, radius.eapMessage) !== null
}

function parseRadius(bytes: Uint8Array, from: number, to: number): Radius | null {
  if (!isRadius(bytes, from, to)) return null
  try {
    return readRadius(new Cursor(bytes.subarray(0, to), from))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}

/** The EAP packet whose pieces the attributes carry. */
function carriedBy(read: Radius, packet: Packet): CarriedEap | null {
  const pieces = read.attributes.filter((attribute) => attribute.type === radius.eapMessage)
  if (pieces.length === 0) return null
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.value.length, 0))
  let at = 0
  const places = pieces.flatMap(({ value, valueFrom }) => {
    bytes.set(value, at)
    at += value.length
    return packet.partsOf(valueFrom, value.length)
  })
  return { bytes, places, mark: markOf(packet) }
}

/** Whom a request is about, for those that carry no State. */
function stationOf(read: Radius): string {
  return [radius.callingStationId, radius.userName]
    .map((type) => hex(findAttribute(read, type) ?? new Uint8Array(0)))
    .join(' ')
}
