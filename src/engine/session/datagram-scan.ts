// Every carrier of TLS other than TCP: finds DTLS, QUIC and EAP in datagrams by their content, on every port.

import { findDtls, isStun } from '../dtls/carrier.ts'
import type { Endpoint } from '../net/facts.ts'
import { otherDirection, type Direction, type Flow } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'
import { findGoogleVersion, recogniseQuic } from '../quic/recognise.ts'
import { findVersion, isGoogleHandshake } from '../quic/version.ts'
import { Allowance } from '../wire/extents.ts'
import type { Moment } from '../wire/moment.ts'
import type { Conversation, Transport } from './conversation.ts'
import type { DatagramTracker } from './datagrams.ts'
import { beginConversation } from './draft.ts'
import { DtlsConversation } from './dtls-conversation.ts'
import { EapConversation } from './eap-conversation.ts'
import { EapolConversations } from './eapol-conversations.ts'
import type { Numbering } from './numbering.ts'
import type { RecordOpener } from './opener.ts'
import type { DtlsOpener } from './opener-dtls.ts'
import type { QuicOpener } from './opener-quic.ts'
import { QuicConversation } from './quic-conversation.ts'
import { QuicPaths, type QuicHome } from './quic-paths.ts'
import { isRadiusWithEap, RadiusConversations } from './radius-conversations.ts'

/** Datagrams that may stand before DTLS; STUN goes on for as long as two browsers look for a path to each other. */
const preludeMost = 512

const udpProtocol = 17

export interface DatagramScanOptions {
  readonly capture: number
  readonly onConversation: (conversation: Conversation) => void
  readonly numbering: Numbering
  readonly makeOpener: () => RecordOpener | null
  readonly makeDtlsOpener: () => DtlsOpener | null
  readonly makeQuicOpener: () => QuicOpener | null
}

/** What is known of a UDP flow. */
class UdpState {
  dtls: DtlsConversation | null = null
  quic: QuicHome | null = null
  /** The connection began on another flow, where its client sends in the other direction. */
  turned = false
  radius: RadiusConversations | null = null
  /** Datagrams before the first of interest. */
  prelude = 0
  /** A conversation has the flow's own number; the next ones get others. */
  numbered = false
}

export class DatagramScan implements DatagramTracker {
  readonly #options: DatagramScanOptions
  readonly #allowance = new Allowance()
  readonly #paths = new QuicPaths()
  readonly #eapol: EapolConversations

  constructor(options: DatagramScanOptions) {
    this.#options = options
    this.#eapol = new EapolConversations(
      (supplicant, authenticator, mark) =>
        new EapConversation(
          this.#beginWithoutFlow(supplicant, authenticator, mark.frame, mark.time),
          options.makeOpener(),
        ),
      options.onConversation,
    )
  }

  datagram(
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: Packet,
  ): boolean {
    const known = flow.state as UdpState | null | undefined
    const state = known ?? new UdpState()
    flow.state = state
    if (!known) this.#join(state, flow, direction, bytes, from, to, packet)
    if (state.quic) {
      const own = state.turned ? otherDirection(direction) : direction
      state.quic.quic.datagram(own, bytes, from, to, packet)
      return true
    }
    const whole = Math.max(to, from + packet.payloadWhole)
    if (state.dtls) {
      this.#continueDtls(state, flow, direction, bytes, from, to, whole, packet)
      return true
    }
    if (state.radius) {
      state.radius.datagram(direction, bytes, from, to, packet)
      return true
    }
    return this.#recognise(state, flow, direction, bytes, from, to, whole, packet)
  }

  eapol(bytes: Uint8Array, from: number, to: number, packet: Packet): void {
    this.#eapol.frame(bytes, from, to, packet)
  }

  end(flow: Flow): void {
    const state = flow.state as UdpState | null | undefined
    flow.state = null
    if (!state) return
    state.radius?.end()
    const { onConversation } = this.#options
    if (state.dtls) onConversation(state.dtls.end(flow))
    const home = state.quic
    if (home && --home.flows === 0) {
      this.#paths.forget(home)
      onConversation(home.quic.end(home.flow))
    }
  }

  finish(): void {
    this.#eapol.end()
  }

  #recognise(
    state: UdpState,
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    whole: number,
    packet: Packet,
  ): boolean {
    const range = findDtls(bytes, from, to, whole)
    if (range) {
      state.dtls = this.#beginDtls(state, flow, direction, packet, isHelloAt(bytes, range.from))
      state.dtls.datagram(direction, bytes, range, range.to === to ? whole : range.to, packet)
      return true
    }
    const google = findGoogleVersion(bytes, from, to)
    const long = google === null ? recogniseQuic(bytes, from, to, whole) : null
    if (google !== null || (long && isGoogleHandshake(long.version))) {
      this.#tellGoogle(state, flow, direction, from, to, packet, google ?? long?.version ?? 0)
      flow.done = true
      return true
    }
    if (long) {
      const midstream = long.kind === 'handshake'
      const conversation = this.#begin(state, flow, direction, 'udp', packet, midstream)
      const { makeQuicOpener } = this.#options
      const quic = new QuicConversation(conversation, direction, makeQuicOpener, this.#allowance)
      const home: QuicHome = { quic, flow, flows: 1, ids: [] }
      quic.onServerId = (id) => {
        this.#paths.learn(home, quic.ladder.conversation.server, id)
      }
      state.quic = home
      quic.datagram(direction, bytes, from, to, packet)
      return true
    }
    if (isRadiusWithEap(bytes, from, to)) {
      const { onConversation, makeOpener } = this.#options
      state.radius = new RadiusConversations((side, first) => {
        const conversation = this.#begin(state, flow, side, 'eap', first, false)
        return new EapConversation(conversation, makeOpener())
      }, onConversation)
      state.radius.datagram(direction, bytes, from, to, packet)
      return true
    }
    return isPrelude(bytes, from, to) && ++state.prelude < preludeMost
  }

  /** A datagram from an address that nobody knows goes on with a connection that began elsewhere. */
  #join(
    state: UdpState,
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: Packet,
  ): void {
    const home = this.#paths.find(flow.ends[otherDirection(direction)], bytes, from, to)
    if (home === null) return
    home.flows++
    state.quic = home
    state.turned = direction !== home.quic.ladder.clientDirection
    home.quic.move(flow.ends[direction], packet)
  }

  #continueDtls(
    state: UdpState,
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    whole: number,
    packet: Packet,
  ): void {
    const range = state.dtls?.find(direction, bytes, from, to, whole)
    if (!range || !state.dtls) return
    if (state.dtls.isSuperseded(bytes, range.from)) {
      this.#options.onConversation(state.dtls.end(flow))
      state.dtls = this.#beginDtls(state, flow, direction, packet, true)
    }
    state.dtls.datagram(direction, bytes, range, range.to === to ? whole : range.to, packet)
  }

  #beginDtls(
    state: UdpState,
    flow: Flow,
    direction: Direction,
    packet: Packet,
    isHello: boolean,
  ): DtlsConversation {
    const conversation = this.#begin(state, flow, direction, 'udp', packet, !isHello)
    const opener = this.#options.makeDtlsOpener()
    return new DtlsConversation(conversation, direction, opener, this.#allowance)
  }

  /** Google's own handshake is no TLS: only that it is there is told. */
  #tellGoogle(
    state: UdpState,
    flow: Flow,
    direction: Direction,
    from: number,
    to: number,
    packet: Packet,
    version: number,
  ): void {
    const conversation = this.#begin(state, flow, direction, 'udp', packet, false)
    const name = findVersion(version)?.name ?? 'Google QUIC'
    conversation.preface.push({
      from: 'client',
      frame: packet.frame.number,
      time: conversation.firstTime,
      text: `${name}: QUIC with a handshake of its own instead of TLS`,
      span: packet.spanOf(from, to - from),
    })
    this.#options.onConversation(conversation)
  }

  #begin(
    state: UdpState,
    flow: Flow,
    direction: Direction,
    transport: Transport,
    packet: Packet,
    midstream: boolean,
  ): Conversation {
    const { numbering, capture } = this.#options
    const id = state.numbered ? numbering.next() : numbering.idOf(flow)
    state.numbered = true
    const client = flow.ends[direction]
    const server = flow.ends[otherDirection(direction)]
    const { number, seconds, nanos } = packet.frame
    return beginConversation({
      id,
      capture,
      transport,
      client,
      server,
      protocol: udpProtocol,
      frame: number,
      time: { seconds, nanos },
      midstream,
    })
  }

  #beginWithoutFlow(client: Endpoint, server: Endpoint, frame: number, time: Moment): Conversation {
    const { numbering, capture } = this.#options
    return beginConversation({
      id: numbering.next(),
      capture,
      transport: 'eap',
      client,
      server,
      protocol: null,
      frame,
      time,
      midstream: false,
    })
  }
}

/**
 * What shares its ports with a DTLS that is still to come: STUN, TURN's ChannelData, and CAPWAP, which looks for a
 * controller in clear. Every other flow is given up at its first datagram.
 */
function isPrelude(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] ?? 0xff
  return isStun(bytes, from, to) || (first >= 0x40 && first < 0x50) || first === 0
}

/** A handshake record of epoch 0 with a ClientHello, or a HelloVerifyRequest, with which a capture may begin. */
function isHelloAt(bytes: Uint8Array, from: number): boolean {
  const type = bytes[from + 13]
  return (
    bytes[from] === 22 &&
    bytes[from + 3] === 0 &&
    bytes[from + 4] === 0 &&
    (type === 1 || type === 3)
  )
}
