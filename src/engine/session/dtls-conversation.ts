// One DTLS association: records out of datagrams, messages out of fragments, what was sent again and what got lost.
// RFC 6347, RFC 9146, RFC 9147.

import { findDtls, guessIdLength, type Range } from '../dtls/carrier.ts'
import type { AssembledMessage } from '../dtls/assembly.ts'
import { readFragment, type Fragment } from '../dtls/fragment.ts'
import { dtlsVersions, isUnified, readDtlsRecord, type DtlsRecord } from '../dtls/record.ts'
import type { Direction, Flow } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'
import { nameOfHandshakeType } from '../registry/name.ts'
import { alertLevels } from '../registry/tables/alert-levels.ts'
import { alerts } from '../registry/tables/alerts.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { extensions } from '../registry/tables/extensions.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { HandshakeBody } from '../tls/handshake.ts'
import { findExtension } from '../tls/hello.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import type { Allowance } from '../wire/extents.ts'
import type { Span } from '../wire/span.ts'
import type { Conversation } from './conversation.ts'
import { datagramOf, type Datagram } from './datagram.ts'
import { DatagramLadder, type Noted } from './datagram-ladder.ts'
import type { DtlsOpener } from './opener-dtls.ts'
import { DtlsDirection } from './dtls-direction.ts'

/** A sealed alert of DTLS 1.3: two bytes, the type, a tag of 16; everything else that ends a handshake is longer. */
const alertMost = 24

/** RFC 9147 §6.1: the epochs of the handshake and of the first application data. */
const handshakeEpoch = 2

interface DtlsDatagram extends Datagram {
  /** A ChangeCipherSpec in it came again: so does the Finished behind it. */
  repeats: boolean
}

export class DtlsConversation {
  readonly ladder: DatagramLadder
  readonly #opener: DtlsOpener | null
  readonly #states: readonly [DtlsDirection, DtlsDirection]
  /** Connection ID that each side wants to receive: the extension of its hello. */
  #clientId: number | null = null
  #lastNewFrom: Direction | null = null
  #hello: Uint8Array | null = null
  /** An alert was seen that ends it, or one that nobody can read. */
  #closed = false

  constructor(
    conversation: Conversation,
    direction: Direction,
    opener: DtlsOpener | null,
    allowance: Allowance,
  ) {
    this.ladder = new DatagramLadder(conversation, direction, true)
    this.#opener = opener
    this.#states = [new DtlsDirection(allowance), new DtlsDirection(allowance)]
  }

  get isEstablished(): boolean {
    const [one, other] = this.#states
    if (!this.ladder.isTls13) return one.finished && other.finished
    return one.finished && other.finished && (one.movedOn || other.movedOn)
  }

  /** The records in a datagram, or null where it holds something else that shares the port. */
  find(
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    whole: number,
  ): Range | null {
    const first = bytes[from] ?? 0
    // Short headers mean nothing by themselves: only behind a ServerHello that chose DTLS 1.3.
    if (isUnified(first) && this.ladder.isTls13) return { from, to }
    if (first === contentTypes.tls12_cid) {
      this.#states[direction].idLength ??= guessIdLength(bytes, from, whole)
      return this.#states[direction].idLength === null ? null : { from, to }
    }
    return findDtls(bytes, from, to, whole)
  }

  /** Whether a datagram begins a new association on the same ports: a hello of another random after this one was done. */
  isSuperseded(bytes: Uint8Array, from: number): boolean {
    const { midstream } = this.ladder.conversation
    const done = this.isEstablished || this.#closed || (midstream && this.#hello === null)
    return done && isFirstHello(bytes, from) && !this.#isKnownHello(bytes, from)
  }

  datagram(
    direction: Direction,
    bytes: Uint8Array,
    { from, to }: Range,
    whole: number,
    packet: Packet,
  ): void {
    const datagram = { ...datagramOf(direction, bytes, packet), repeats: false }
    this.ladder.datagram(direction, packet, bytes, from, to)
    const c = new Cursor(bytes.subarray(0, to), from, Math.max(to, whole))
    try {
      while (c.left > 0) {
        const record = readDtlsRecord(c, this.#states[direction].idLength ?? 0)
        this.#takeRecord(datagram, record)
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      // What the capture cut off is no garbage, and the datagrams after it are read as ever.
      if (error.fault !== 'truncated') this.ladder.garbage(datagram, c.pos, to)
    }
  }

  end(flow: Flow): Conversation {
    const { conversation } = this.ladder
    conversation.established = this.isEstablished
    for (const direction of [0, 1] as const) {
      const { assembler } = this.#states[direction]
      const side = this.ladder.sideOf(direction)
      const open = assembler.unfinished()
      // The other side went on, so that it had the whole: only the capture lacks a part.
      if (open && this.isEstablished) conversation.missing[side] += open.length - open.have
      else if (open)
        conversation.pending[side] = {
          name: nameOfHandshakeType(open.type),
          code: open.type,
          have: 4 + open.have,
          need: 4 + open.length,
          frame: open.frame,
          time: { seconds: open.seconds, nanos: open.nanos },
          spans: open.spans,
        }
      assembler.end()
    }
    this.ladder.end(flow)
    if (this.#opener) conversation.keys = this.#opener.notes
    return conversation
  }

  #takeRecord(datagram: DtlsDatagram, record: DtlsRecord): void {
    const { direction } = datagram
    const state = this.#states[direction]
    if (record.epoch > 0 || record.unified) {
      this.#takeProtected(datagram, record)
      return
    }
    if (record.type === contentTypes.change_cipher_spec)
      datagram.repeats = state.changedCipher && !this.isEstablished
    const noted = this.#note(datagram, record, false)
    const payload = datagram.bytes.subarray(record.payloadFrom, record.to)
    this.#takeContent(datagram, noted, record.type, payload, record.payloadFrom)
  }

  #takeProtected(datagram: DtlsDatagram, record: DtlsRecord): void {
    const { direction, bytes } = datagram
    const state = this.#states[direction]
    const from = this.ladder.sideOf(direction)
    if (state.order.isWaiting) this.#giveUpWaiting(direction)
    const opened = this.#opener?.open(from, record, bytes) ?? null
    if (record.unified && record.to - record.payloadFrom > alertMost) {
      if (record.epoch === handshakeEpoch) this.#noteFinished(direction)
      if (record.epoch > handshakeEpoch) state.movedOn = true
    }
    if (!record.unified && record.type === contentTypes.handshake) {
      // A Finished that comes again is no renegotiation, for which protected handshake records stand.
      if (state.finished && datagram.repeats && opened === null) return
      this.#noteFinished(direction)
    }
    const noted = this.#note(datagram, record, true)
    if (opened !== null) {
      if (opened.type === contentTypes.application_data)
        this.ladder.applicationData(direction, datagram.at, noted, true)
      else this.#takeContent(datagram, noted, opened.type, opened.plaintext, null)
      return
    }
    switch (
      record.unified && record.epoch === handshakeEpoch ? contentTypes.handshake : record.type
    ) {
      case contentTypes.handshake:
        this.#tell(datagram, noted, 'handshake', true)
        return
      case contentTypes.alert:
        this.#closed = true
        this.#tell(datagram, noted, 'alert', true)
        return
      case contentTypes.change_cipher_spec:
        this.#tell(datagram, noted, 'change_cipher_spec', true)
        return
      case contentTypes.application_data:
      case contentTypes.tls12_cid:
        this.ladder.applicationData(direction, datagram.at, noted, false)
        return
    }
  }

  /** What a record holds, in clear (`payloadAt` says where) or opened. */
  #takeContent(
    datagram: DtlsDatagram,
    noted: Noted,
    type: number,
    payload: Uint8Array,
    payloadAt: number | null,
  ): void {
    const { direction, at } = datagram
    switch (type) {
      case contentTypes.handshake:
        this.#takeFragments(datagram, noted, payload, payloadAt)
        return
      case contentTypes.alert: {
        const [level, code] = payload
        if (level === undefined || code === undefined) return
        if (level === alertLevels.fatal || code === alerts.close_notify) this.#closed = true
        const span = payloadAt === null ? noted.span : datagram.packet.spanOf(payloadAt, 2)
        this.ladder.alert(direction, at, noted, [level, code], payloadAt === null, span)
        return
      }
      case contentTypes.change_cipher_spec: {
        const state = this.#states[direction]
        this.#tell(datagram, noted, 'change_cipher_spec', false, datagram.repeats)
        state.changedCipher = true
        return
      }
      case contentTypes.application_data:
        this.ladder.applicationData(direction, at, noted, true)
        return
    }
  }

  #takeFragments(
    datagram: DtlsDatagram,
    noted: Noted,
    payload: Uint8Array,
    payloadAt: number | null,
  ): void {
    const { direction, at } = datagram
    const state = this.#states[direction]
    const c = new Cursor(payload)
    try {
      while (c.left > 0) {
        const fragment = readFragment(c)
        this.#noteRepeat(datagram, fragment)
        const direct = payloadAt !== null
        const header = direct ? datagram.packet.spanOf(payloadAt + fragment.from, 4) : noted.span
        const parts = direct
          ? partsOf(fragment, payloadAt, datagram.packet)
          : [{ part: fragment, data: noted.span }]
        for (const { part, data } of parts) {
          const message = state.assembler.add(part, { ...at, header, data, direct })
          if (message) this.#takeMessage(datagram, noted, message, !direct)
        }
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      if (payloadAt !== null)
        this.ladder.garbage(datagram, payloadAt + c.pos, payloadAt + payload.length)
    }
  }

  #takeMessage(
    datagram: DtlsDatagram,
    noted: Noted,
    message: AssembledMessage,
    decrypted: boolean,
  ): void {
    const { direction, at } = datagram
    const state = this.#states[direction]
    const { bytes, messageSeq, retransmission } = message
    const spans = decrypted ? message.spans.slice(1) : message.spans
    const note = { bytes, spans, decrypted, retransmission }
    const body = this.ladder.handshake(direction, at, noted, note)
    const [type = 0] = bytes
    if (type === handshakeTypes.hello_verify_request) this.ladder.facts.cookies++
    if (body?.kind === 'hello_retry_request') this.ladder.facts.cookies++
    if (retransmission) return
    if (this.#lastNewFrom !== direction) {
      state.flightStart = messageSeq
      this.#noteAnswer(direction)
    }
    this.#lastNewFrom = direction
    if (decrypted && type === handshakeTypes.finished) this.#noteFinished(direction)
    if (type === handshakeTypes.client_hello) this.#hello ??= bytes
    this.#learnIds(direction, body)
    const opener = this.#opener
    if (!opener) return
    for (const [seq, next] of state.order.take(messageSeq, bytes))
      opener.handshake(this.ladder.sideOf(direction), next, seq)
  }

  /** Protected records follow: a message that still lacks will not come. */
  #giveUpWaiting(direction: Direction): void {
    this.#opener?.missed()
    for (const [seq, bytes] of this.#states[direction].order.giveUp())
      this.#opener?.handshake(this.ladder.sideOf(direction), bytes, seq)
  }

  #noteFinished(direction: Direction): void {
    const state = this.#states[direction]
    if (!state.finished) this.#noteAnswer(direction)
    state.finished = true
  }

  /** What the other side had sent again has arrived. */
  #noteAnswer(direction: Direction): void {
    const other = direction === 0 ? 1 : 0
    this.ladder.facts.retransmittedFlights[this.ladder.sideOf(other)] = 0
  }

  /** A flight is sent again when its first message is, in another datagram. */
  #noteRepeat(datagram: DtlsDatagram, { messageSeq, offset }: Fragment): void {
    const state = this.#states[datagram.direction]
    if (offset !== 0 || messageSeq !== state.flightStart) return
    if (!state.assembler.knows(messageSeq)) return
    if (state.repeatedIn === datagram.at.frame) return
    state.repeatedIn = datagram.at.frame
    this.ladder.facts.retransmittedFlights[this.ladder.sideOf(datagram.direction)]++
  }

  /** A side's hello says the ID that it wants to find in the records that it receives. RFC 9146 §3. */
  #learnIds(direction: Direction, body: HandshakeBody | null): void {
    if (body?.kind !== 'client_hello' && body?.kind !== 'server_hello') return
    const data = findExtension(body, extensions.connection_id)?.data
    const length = data === undefined ? null : (data[0] ?? 0)
    if (body.kind === 'client_hello') this.#clientId = length
    else if (length !== null && this.#clientId !== null) {
      this.#states[direction].idLength = this.#clientId
      this.#states[direction === 0 ? 1 : 0].idLength = length
    }
  }

  #isKnownHello(bytes: Uint8Array, from: number): boolean {
    const hello = this.#hello
    if (hello === null) return false
    // Record header 13, fragment header 12, version 2: there the random begins, and 4 and 2 in the form of TLS.
    for (let i = 0; i < 32; i++) if (bytes[from + 27 + i] !== hello[6 + i]) return false
    return true
  }

  #note(datagram: DtlsDatagram, record: DtlsRecord, encrypted: boolean): Noted {
    const { type, version, from, payloadFrom, to } = record
    const span = datagram.packet.spanOf(from, to - from)
    const length = to - payloadFrom
    return this.ladder.record(
      datagram.direction,
      datagram.at,
      type,
      record.unified ? dtlsVersions.dtls13 : version,
      length,
      encrypted,
      span,
    )
  }

  #tell(
    datagram: DtlsDatagram,
    noted: Noted,
    kind: 'handshake' | 'alert' | 'change_cipher_spec',
    encrypted: boolean,
    retransmission = false,
  ): void {
    this.ladder.tell(datagram.direction, datagram.at, noted, kind, { encrypted, retransmission })
  }
}

/** Where fragments of IP have cut a fragment of a message, each part counts as one: it has a frame of its own. */
function partsOf(
  fragment: Fragment,
  payloadAt: number,
  packet: Packet,
): { readonly part: Fragment; readonly data: Span }[] {
  const dataAt = payloadAt + fragment.dataFrom
  const { offset, data } = fragment
  if (packet.parts === null || data.length === 0)
    return [{ part: fragment, data: packet.spanOf(dataAt, data.length) }]
  return packet.partsOf(dataAt, data.length).map(({ at, frame, offset: inFrame, length }) => {
    const from = at - dataAt
    const part = { ...fragment, offset: offset + from, data: data.subarray(from, from + length) }
    return { part, data: { frame, offset: inFrame, length } }
  })
}

/** A record of epoch 0 that holds the first fragment of a ClientHello, message 0. */
function isFirstHello(bytes: Uint8Array, from: number): boolean {
  return (
    bytes[from] === contentTypes.handshake &&
    bytes[from + 3] === 0 &&
    bytes[from + 4] === 0 &&
    bytes[from + 13] === handshakeTypes.client_hello &&
    bytes[from + 17] === 0 &&
    bytes[from + 18] === 0
  )
}
