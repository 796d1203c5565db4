// One QUIC connection: packets out of datagrams, opened with public keys or those of a key log, and the TLS
// handshake out of their CRYPTO frames. RFC 9000, RFC 9001, RFC 9369.

import { isRetryGenuine, type OpenedPacket } from '../crypto/quic-keys.ts'
import type { Endpoint } from '../net/facts.ts'
import { otherDirection, type Direction, type Flow } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'
import { CryptoStream } from '../quic/crypto-stream.ts'
import { parseFrames } from '../quic/frames.ts'
import { readLongPacket, retryTagLength } from '../quic/packet.ts'
import type { LongPacket, ProtectedPacket, RetryPacket } from '../quic/packet.ts'
import { versionAt } from '../quic/recognise.ts'
import { findVersion, labelsOf, retryProtection } from '../quic/version.ts'
import { nameOfHandshakeType } from '../registry/name.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import type { Allowance } from '../wire/extents.ts'
import type { Conversation } from './conversation.ts'
import { datagramOf, type Datagram } from './datagram.ts'
import { DatagramLadder, type Noted } from './datagram-ladder.ts'
import { MessageGatherer } from './message-gatherer.ts'
import { keepApplicationStart } from './opening.ts'
import type { QuicOpener } from './opener-quic.ts'
import type { Point } from './pieces.ts'
import { takeClose } from './quic-close.ts'
import { QuicInitialKeys } from './quic-initial-keys.ts'

/** Versions told of as offered. */
const versionsMost = 16

/** Datagrams of one flight follow each other closer than this; a repeated flight waits for at least a round trip. */
const burstSeconds = 0.02

type Level = 'initial' | 'handshake' | 'application'

class LevelState {
  readonly stream: CryptoStream
  readonly gatherer: MessageGatherer
  /** Largest packet number opened. */
  largest = -1

  constructor(stream: CryptoStream, gatherer: MessageGatherer) {
    this.stream = stream
    this.gatherer = gatherer
  }
}

class DirectionState {
  readonly levels: Partial<Record<Level, LevelState>> = {}
  /** Length of the connection ID that this side wants in the packets it receives. */
  idLength = 0
  /** Sent packets with a short header. */
  short = 0
  /** When a packet last brought only what was there already, and in which frame. */
  lastRepeat = -Infinity
  repeatedIn = -1
  /** A Retry asks for the same hello again. */
  retried = false
}

export class QuicConversation {
  readonly ladder: DatagramLadder
  /** Told of every connection ID by which the server wants to be addressed. */
  onServerId: ((id: Uint8Array) => void) | null = null
  readonly #makeOpener: () => QuicOpener | null
  #opener: QuicOpener | null
  readonly #allowance: Allowance
  #states: [DirectionState, DirectionState] = [new DirectionState(), new DirectionState()]
  readonly #initialKeys = new QuicInitialKeys()
  /** Where the client sent its first packet to: a Retry answers for it. */
  #firstId: Uint8Array | null = null
  #version = 0
  /** Another attempt after a Version Negotiation began with this. */
  #restarts = false
  #noted: Noted | null = null
  #datagram: Datagram | null = null

  constructor(
    conversation: Conversation,
    direction: Direction,
    makeOpener: () => QuicOpener | null,
    allowance: Allowance,
  ) {
    this.ladder = new DatagramLadder(conversation, direction, false)
    this.#makeOpener = makeOpener
    this.#opener = makeOpener()
    this.#allowance = allowance
  }

  get isEstablished(): boolean {
    return this.#states[0].short > 0 && this.#states[1].short > 0
  }

  datagram(
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: Packet,
  ): void {
    const datagram = datagramOf(direction, bytes, packet)
    this.#datagram = datagram
    this.ladder.datagram(direction, packet, bytes, from, to)
    const c = new Cursor(bytes.subarray(0, to), from, Math.max(to, from + packet.payloadWhole))
    try {
      while (c.left > 0) {
        const first = bytes[c.pos] ?? 0
        if ((first & 0x80) !== 0) this.#takeLong(datagram, readLongPacket(c))
        else {
          // What fills a datagram up behind its packets has no fixed bit.
          if ((first & 0x40) !== 0) this.#takeShort(datagram, c.pos, to)
          break
        }
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      if (error.fault !== 'truncated') this.ladder.garbage(datagram, c.pos, to)
      else if (((bytes[from] ?? 0) & 0x80) !== 0)
        this.#noteVersion(direction, versionAt(bytes, from))
    }
    this.#datagram = null
  }

  /** The client goes on from another address, with this packet. */
  move(to: Endpoint, packet: Packet): void {
    const { payloadFrom, payloadTo, frame } = packet
    const span = packet.spanOf(payloadFrom, payloadTo - payloadFrom)
    this.ladder.facts.moved ??= { frame: frame.number, to, span }
  }

  end(flow: Flow): Conversation {
    const { conversation } = this.ladder
    conversation.established = this.isEstablished
    for (const direction of [0, 1] as const)
      for (const level of Object.values(this.#states[direction].levels)) {
        this.#notePending(direction, level)
        level.stream.end()
      }
    this.ladder.end(flow)
    if (this.#opener) conversation.keys = this.#opener.notes
    return conversation
  }

  #takeLong(datagram: Datagram, packet: LongPacket): void {
    const { direction } = datagram
    const { facts } = this.ladder
    switch (packet.kind) {
      case 'version-negotiation':
        this.ladder.settle(direction, false)
        this.#restarts = true
        facts.versionNegotiation ??= {
          frame: datagram.at.frame,
          versions: packet.versions,
          span: datagram.packet.spanOf(packet.from, packet.to - packet.from),
        }
        return
      case 'retry':
        this.ladder.settle(direction, false)
        this.#takeRetry(datagram, packet)
        return
      case 'unknown':
        this.#noteVersion(direction, packet.version)
        return
      default:
        this.#noteVersion(direction, packet.version)
        this.#states[direction].idLength = packet.sourceId.length
        this.#learnId(direction, packet.sourceId)
        this.#takeProtected(datagram, packet)
    }
  }

  #learnId(direction: Direction, id: Uint8Array): void {
    if (this.ladder.sideOf(direction) === 'server') this.onServerId?.(id)
  }

  #takeRetry(datagram: Datagram, packet: RetryPacket): void {
    const { direction, bytes, at } = datagram
    const { facts } = this.ladder
    const { from, to, version } = packet
    const firstId = this.#firstId
    const tag = retryProtection(version)
    // Without the client's first packet nobody can tell; drafts before 25 had no tag.
    if (firstId && tag && !isRetryGenuine(bytes.subarray(from, to), firstId, tag.key, tag.nonce)) {
      const tagAt = to - retryTagLength
      const span = datagram.packet.spanOf(tagAt, retryTagLength)
      facts.wrongRetry ??= { frame: at.frame, tag: bytes.slice(tagAt, to), span }
      return
    }
    facts.cookies++
    this.#states[otherDirection(direction)].retried = true
  }

  #noteVersion(direction: Direction, version: number): void {
    const { offeredVersions } = this.ladder.facts
    if (this.ladder.sideOf(direction) === 'server') return
    if (offeredVersions.length < versionsMost && !offeredVersions.includes(version))
      offeredVersions.push(version)
    // After a Version Negotiation the client begins anew: another hello, and no key of the first attempt.
    if (this.#restarts && version !== this.#version && this.#version !== 0) {
      for (const state of this.#states)
        for (const level of Object.values(state.levels)) level.stream.end()
      this.#states = [new DirectionState(), new DirectionState()]
      this.#initialKeys.clear()
      this.#firstId = null
      this.#opener = this.#makeOpener()
      this.#restarts = false
    }
    this.#version = version
  }

  #takeProtected(datagram: Datagram, packet: ProtectedPacket): void {
    const { direction, bytes } = datagram
    const from = this.ladder.sideOf(direction)
    if (from === 'client' && isFirst(packet)) this.#firstId ??= packet.destinationId.slice()
    const whole = bytes.subarray(packet.from, packet.to)
    const numberAt = packet.numberAt - packet.from
    const row = findVersion(packet.version)
    const labels = row && row.labelKey !== '' ? labelsOf(row) : null
    if (packet.kind === '0-rtt') {
      this.ladder.facts.earlyPackets++
      this.#note(datagram, packet, contentTypes.application_data, true)
      return
    }
    const level = packet.kind
    const largest = this.#states[direction].levels[level]?.largest ?? -1
    const opened =
      level === 'initial'
        ? this.#initialKeys.open(from, packet, whole, numberAt, largest)
        : ((labels && this.#opener?.openHandshake(from, whole, numberAt, largest, labels)) ?? null)
    const noted = this.#note(datagram, packet, contentTypes.handshake, opened === null)
    if (opened) this.#takeFrames(datagram, noted, level, opened)
    // The keys of Initial packets are public: one that does not open is damaged, and no secret message.
    else if (level === 'handshake')
      this.ladder.tell(direction, datagram.at, noted, 'handshake', { encrypted: true })
  }

  #takeShort(datagram: Datagram, from: number, to: number): void {
    const { direction, bytes } = datagram
    const state = this.#states[direction]
    state.short++
    const span = datagram.packet.spanOf(from, to - from)
    const noted = this.ladder.record(
      direction,
      datagram.at,
      contentTypes.application_data,
      this.#version,
      to - from,
      true,
      span,
    )
    const side = this.ladder.sideOf(direction)
    const row = findVersion(this.#version)
    const numberAt = 1 + this.#states[otherDirection(direction)].idLength
    const level = state.levels.application
    const opened =
      this.#opener && row
        ? this.#opener.openShort(
            side,
            bytes.subarray(from, to),
            numberAt,
            level?.largest ?? -1,
            labelsOf(row),
          )
        : null
    if (opened) this.#takeFrames(datagram, noted, 'application', opened)
    this.ladder.applicationData(direction, datagram.at, noted, opened !== null)
  }

  #takeFrames(datagram: Datagram, noted: Noted, level: Level, opened: OpenedPacket): void {
    const { direction } = datagram
    const state = this.#level(direction, level)
    state.largest = Math.max(state.largest, opened.packetNumber)
    this.#noted = noted
    for (const frame of parseFrames(new Cursor(opened.payload)).frames) {
      if (frame.kind === 'crypto')
        this.#takeCrypto(datagram, noted, level, frame.offset, frame.data)
      else if (frame.kind === 'connection-id') this.#learnId(direction, frame.id)
      else if (frame.kind === 'close') takeClose(this.ladder, datagram, noted, frame)
      else if (frame.kind === 'stream' && this.#opener)
        keepApplicationStart(this.#opener.notes, this.ladder.sideOf(direction), frame.data)
    }
  }

  #takeCrypto(
    datagram: Datagram,
    noted: Noted,
    level: Level,
    offset: number,
    data: Uint8Array,
  ): void {
    const { direction, at } = datagram
    const { stream, gatherer } = this.#level(direction, level)
    const fresh = stream.add(offset, data, noted.span)
    if (fresh > 0)
      this.ladder.facts.retransmittedFlights[this.ladder.sideOf(otherDirection(direction))] = 0
    else if (level === 'initial') this.#noteRepeat(direction, at)
    const joined = stream.take()
    if (joined) gatherer.pushOpened(joined.bytes, joined.spans, at)
  }

  /** The first datagram of a burst that brings nothing new: the flight before it was not answered in time. */
  #noteRepeat(direction: Direction, { frame, seconds, nanos }: Point): void {
    const state = this.#states[direction]
    const time = seconds + nanos / 1e9
    const isBurst = time - state.lastRepeat < burstSeconds
    state.lastRepeat = time
    if (isBurst || state.repeatedIn === frame) return
    state.repeatedIn = frame
    if (state.retried) state.retried = false
    else this.ladder.facts.retransmittedFlights[this.ladder.sideOf(direction)]++
  }

  #level(direction: Direction, level: Level): LevelState {
    const { levels } = this.#states[direction]
    return (levels[level] ??= new LevelState(
      new CryptoStream(this.#allowance),
      new MessageGatherer(({ bytes, spans }) => {
        const datagram = this.#datagram
        const noted = this.#noted
        if (!bytes || !datagram || !noted) return
        const note = { bytes, spans, decrypted: true, retransmission: false }
        this.ladder.handshake(direction, datagram.at, noted, note)
        this.#opener?.handshake(this.ladder.sideOf(direction), bytes)
      }),
    ))
  }

  #notePending(direction: Direction, { gatherer, stream }: LevelState): void {
    const { conversation } = this.ladder
    const side = this.ladder.sideOf(direction)
    const open = gatherer.pending()
    const { waiting } = stream
    if (conversation.pending[side] || (!open && !waiting)) return
    const span = waiting?.span ?? open?.spans.at(-1)
    conversation.pending[side] = {
      name: open === null || open.type === null ? null : nameOfHandshakeType(open.type),
      code: open?.type ?? null,
      have: (open?.have ?? 0) + (waiting?.bytes ?? 0),
      need: open?.need ?? null,
      frame: open?.frame ?? span?.frame ?? conversation.lastFrame,
      time: open ? { seconds: open.seconds, nanos: open.nanos } : conversation.lastTime,
      spans: [...(open?.spans ?? []), ...(waiting ? [waiting.span] : [])],
    }
  }

  #note(datagram: Datagram, packet: ProtectedPacket, type: number, encrypted: boolean): Noted {
    const span = datagram.packet.spanOf(packet.from, packet.to - packet.from)
    const length = packet.to - packet.numberAt
    return this.ladder.record(
      datagram.direction,
      datagram.at,
      type,
      packet.version,
      length,
      encrypted,
      span,
    )
  }
}

/** An Initial without a token; one with a token may be the answer to a Retry that the capture lacks. */
function isFirst({ kind, token }: ProtectedPacket): boolean {
  return kind === 'initial' && token.length === 0
}
