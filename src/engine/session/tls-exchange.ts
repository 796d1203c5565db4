// Both directions of TLS: what is in clear and what is protected, and the messages made of it.
//
// The bytes may come from any carrier: a TCP connection, EAP packets put together, TDS packets unwrapped.

import type { Direction, Origin } from '../net/flow.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { RecordFault } from '../tls/record.ts'
import type { Span } from '../wire/span.ts'
import type { Conversation } from './conversation.ts'
import { DirectionState } from './direction-state.ts'
import { MessageGatherer, type GatheredMessage } from './message-gatherer.ts'
import type { OpenedRecord, RecordOpener } from './opener.ts'
import { skipBytes, type Point } from './pieces.ts'
import { isAlerts, isHandshakeStart } from './record-start.ts'
import { SealedWatch } from './sealed-watch.ts'
import { takeSsl2 } from './ssl2-records.ts'
import { Ssl2Stream, type Ssl2Record } from './ssl2-stream.ts'
import type { Passed } from './tcp-session.ts'
import { TlsChoice } from './tls-choice.ts'
import { TlsLadder } from './tls-ladder.ts'
import { TlsStream, type RecordSink, type Treatment } from './tls-stream.ts'

/** The shortest protected Finished of TLS 1.3: 36 bytes, its type, and a tag of 8. An alert is far shorter. */
const finishedLeast = 45

export class TlsExchange implements RecordSink {
  readonly #ladder: TlsLadder
  readonly #choice = new TlsChoice()
  readonly #opener: RecordOpener | null
  readonly #streams: readonly [TlsStream, TlsStream]
  readonly #states: readonly [DirectionState, DirectionState]
  /** Something before this point is not known: the ServerHello may have been there. */
  #lacking: boolean
  /** The client began in SSL 2.0's form. */
  #ssl2Hello = false
  /** TLS 1.3 without keys: whether the sizes of its records say that it went well. */
  #watch: SealedWatch | null = null

  constructor(conversation: Conversation, opener: RecordOpener | null, midstream: boolean) {
    this.#ladder = new TlsLadder(conversation, midstream)
    this.#opener = opener
    this.#lacking = midstream
    this.#streams = [new TlsStream(0, this, midstream), new TlsStream(1, this, midstream)]
    this.#states = [new DirectionState(midstream), new DirectionState(midstream)]
  }

  /** The direction in which the client sends. */
  get clientDirection(): Direction {
    return this.#ladder.clientDirection
  }

  /** The next bytes of one direction. */
  push(direction: Direction, bytes: Uint8Array, from: number, to: number, origin: Origin): void {
    const state = this.#states[direction]
    if (!state.begun) {
      state.begun = true
      // Only a client begins in SSL 2.0's form, and only to that may a server answer in it.
      const mayBe = direction === this.clientDirection || this.#ssl2Hello
      if (mayBe && !this.#streams[direction].searching && ((bytes[from] ?? 0) & 0x80) !== 0)
        state.ssl2 = new Ssl2Stream((record, point) => {
          this.#takeSsl2(direction, record, point)
        })
    }
    if (state.ssl2) {
      const stays = this.#ladder.conversation.protocol === 'sslv2'
      const at = state.ssl2.push(bytes, from, to, origin, stays)
      if (at === to) return
      state.ssl2 = null
      origin.offset += at - from
      this.#streams[direction].push(bytes, at, to, origin)
      origin.offset -= at - from
      return
    }
    this.#streams[direction].push(bytes, from, to, origin)
  }

  /** `length` bytes of a direction are missing. */
  gap(direction: Direction, length: number): void {
    const state = this.#states[direction]
    if (state.ssl2) state.ssl2.gap(length)
    else this.#streams[direction].gap(length)
    state.begun = true
  }

  /** Protected records of a direction were stepped over; `left` bytes of the last are still to come. */
  pass(direction: Direction, passed: Passed, left: number): void {
    const state = this.#states[direction]
    state.applicationRecords += passed.dataRecords
    state.applicationBytes += passed.dataBytes
    this.#ladder.leaveOut(passed.records)
    this.#streams[direction].pass(passed.records, left)
  }

  /** True when nothing can be made of either direction's bytes any more. */
  get dead(): boolean {
    return this.#streams[0].dead && this.#streams[1].dead
  }

  /** True when both sides have sent their Finished, as far as that can be told. */
  get isEstablished(): boolean {
    return this.#states[0].finished && this.#states[1].finished
  }

  /** Both sides went on to data after both Finished: whatever follows, the handshake went well. */
  get isSettled(): boolean {
    return this.#watch?.isSettled ?? false
  }

  /** Writes into the conversation the messages alone. */
  settle(): void {
    this.#ladder.tellMessages()
    this.#ladder.conversation.established = true
  }

  /** Writes into the conversation what was gathered. Call once, when the carrier has ended. */
  end(): void {
    const c = this.#ladder.conversation
    for (const stream of this.#streams) {
      stream.end()
      this.#ladder.streamEnds(stream)
      const side = this.#ladder.sideOf(stream)
      const state = this.#states[stream.direction]
      c.applicationRecords[side] = state.applicationRecords
      c.applicationBytes[side] = state.applicationBytes
    }
    this.#ladder.end()
    c.established = this.isEstablished
    if (this.#opener) c.keys = this.#opener.notes
  }

  recordBegins(stream: TlsStream): Treatment {
    const { head } = stream
    const state = this.#states[stream.direction]
    const choice = this.#choice
    this.#ladder.conversation.protocol ??= 'tls'
    let treatment: Treatment = 'step-over'
    switch (head.type) {
      case contentTypes.application_data:
        state.applicationRecords++
        state.applicationBytes += head.length
        // Only between a ServerHello of TLS 1.2 or before and ChangeCipherSpec is it in clear, which no peer accepts.
        head.encrypted = state.ciphered || choice.tls13 || !choice.answered
        if (!state.applicationTold) treatment = 'locate'
        break
      case contentTypes.handshake:
        head.encrypted = state.ciphered
        treatment = state.ciphered ? 'locate' : state.unsure ? 'keep' : 'gather'
        break
      case contentTypes.alert:
        // One of two bytes is in clear whatever came before it: a protected one is never that short.
        head.encrypted = head.length !== 2 && (state.ciphered || choice.tls13 || state.unsure)
        treatment = head.encrypted ? 'locate' : 'keep'
        break
      case contentTypes.change_cipher_spec:
        head.encrypted = head.length !== 1 && state.ciphered
        treatment = head.encrypted ? 'locate' : 'keep'
        break
      default:
        head.encrypted = state.ciphered
    }
    this.#ladder.recordBegins(stream)
    if (this.#watch && head.type === contentTypes.application_data)
      this.#watch.see(this.#ladder.sideOf(stream), head.frame, head.length, head.number)
    return head.encrypted && (this.#opener || choice.isNullSuite) ? 'keep' : treatment
  }

  recordEnds(stream: TlsStream, payload: Uint8Array | null, at: Point | null): void {
    const { head } = stream
    const state = this.#states[stream.direction]
    const point = at ?? head
    this.#ladder.recordEnds(stream)
    if (head.encrypted) {
      const opened = this.#open(stream, payload)
      if (opened) this.#takeOpened(stream, opened, point)
      else if (!payload || !this.#takeUnciphered(stream, payload, point))
        this.#takeProtected(stream, point)
      return
    }
    switch (head.type) {
      case contentTypes.handshake:
        if (state.unsure && payload) this.#sniff(stream, payload, point)
        return
      case contentTypes.alert:
        if (payload && payload.length > 2 && !isAlerts(payload)) this.#takeSealed(stream, point)
        else this.#takeAlert(stream, payload, false, stream.pieces.spans, point)
        return
      case contentTypes.change_cipher_spec:
        this.#takeChangeCipherSpec(stream, payload, false, point)
        return
      case contentTypes.application_data:
        this.#tellApplication(stream, point, head.length, false)
        return
    }
  }

  messageGathered(stream: TlsStream, message: GatheredMessage, at: Point | null): void {
    this.#takeHandshake(stream, message, at ?? message, false)
  }

  garbageFound(stream: TlsStream, bytes: Uint8Array, why: RecordFault): void {
    this.#ladder.garbage(stream, bytes, why)
  }

  recordsLost(stream: TlsStream): void {
    const state = this.#states[stream.direction]
    state.alertLevel = -1
    this.#lacking = true
    if (!state.ciphered && !this.#choice.tls13) state.unsure = true
    this.#opener?.missed(this.#ladder.sideOf(stream))
  }

  #takeSsl2(direction: Direction, record: Ssl2Record, point: Point): void {
    const stream = this.#streams[direction]
    const message = takeSsl2(this.#ladder, stream, this.#states[direction], record, point)
    if (message.ssl2?.kind === 'ssl2_client_hello') this.#ssl2Hello = true
    if (message.body && message.bytes)
      this.#opener?.handshake(this.#ladder.sideOf(stream), message.bytes)
  }

  /** A handshake record in a direction of which it is not known whether it is protected. */
  #sniff(stream: TlsStream, payload: Uint8Array, point: Point): void {
    const state = this.#states[stream.direction]
    state.unsure = false
    if (isHandshakeStart(payload)) {
      const spans = skipBytes(stream.pieces.spans, 5)
      const gatherer = new MessageGatherer((message) => {
        this.#takeHandshake(stream, message, point, false)
      })
      let at = 0
      for (const span of spans) {
        gatherer.push(payload, at, at + span.length, span.offset, { ...point, frame: span.frame })
        at += span.length
      }
      return
    }
    state.ciphered = true
    this.#takeSealed(stream, point)
  }

  /** A record that was taken for one in clear turned out to be protected. */
  #takeSealed(stream: TlsStream, point: Point): void {
    this.#ladder.recordEnds(stream, true)
    this.#takeProtected(stream, point)
  }

  #open(stream: TlsStream, payload: Uint8Array | null): OpenedRecord | null {
    const { head } = stream
    const side = this.#ladder.sideOf(stream)
    if (!this.#opener) return null
    if (payload) return this.#opener.open(side, head.type, head.version, payload)
    this.#opener.missed(side)
    return null
  }

  /** A protected record that nobody opened. */
  #takeProtected(stream: TlsStream, point: Point): void {
    const { head } = stream
    const state = this.#states[stream.direction]
    switch (head.type) {
      case contentTypes.application_data:
        // The client's records before the ServerHello are early data.
        if (this.#choice.tls13 && head.length >= finishedLeast) state.finished = true
        this.#tellApplication(stream, point, head.length, true)
        return
      case contentTypes.handshake:
        if (state.ciphered) state.finished = true
        this.#ladder.sealed(stream, 'handshake', point)
        return
      case contentTypes.alert:
        this.#ladder.sealed(stream, 'alert', point)
        return
      case contentTypes.change_cipher_spec:
        this.#ladder.sealed(stream, 'change_cipher_spec', point)
        return
    }
  }

  /** Suites without encryption protect by a MAC behind the payload, which then is as readable as ever. */
  #takeUnciphered(stream: TlsStream, payload: Uint8Array, point: Point): boolean {
    if (!this.#choice.isNullSuite) return false
    const state = this.#states[stream.direction]
    const spans = skipBytes(stream.pieces.spans, 5)
    if (stream.head.type === contentTypes.alert) {
      const alert = payload.subarray(0, 2)
      if (!isAlerts(alert)) return false
      this.#takeAlert(stream, alert, false, stream.pieces.spans, point)
      return true
    }
    if (stream.head.type !== contentTypes.handshake || !isHandshakeStart(payload)) return false
    const [type = 0, , high = 0, low = 0] = payload
    const length = (high << 8) | low
    if (4 + length > payload.length) return false
    state.finished = true
    const bytes = payload.slice(0, 4 + length)
    this.#takeHandshake(stream, { type, length, bytes, spans, ...point }, point, false)
    return true
  }

  #takeOpened(stream: TlsStream, { type, plaintext }: OpenedRecord, point: Point): void {
    const state = this.#states[stream.direction]
    const spans = [...stream.pieces.spans]
    if (stream.head.type === contentTypes.application_data && type !== stream.head.type) {
      state.applicationRecords--
      state.applicationBytes -= stream.head.length
    }
    switch (type) {
      case contentTypes.handshake:
        state.opened ??= new MessageGatherer((message) => {
          this.#takeHandshake(stream, message, message, true)
        })
        state.opened.pushOpened(plaintext, spans, point)
        return
      case contentTypes.alert:
        this.#takeAlert(stream, plaintext, true, spans, point)
        return
      case contentTypes.change_cipher_spec:
        this.#takeChangeCipherSpec(stream, plaintext, true, point)
        return
      case contentTypes.application_data:
        this.#tellApplication(stream, point, stream.head.length, false)
        return
    }
  }

  #takeHandshake(
    stream: TlsStream,
    message: GatheredMessage,
    point: Point,
    decrypted: boolean,
  ): void {
    const { type, bytes } = message
    const choice = this.#choice
    const from = this.#ladder.settle(stream, type)
    const read = choice.read(message)
    const { body } = read
    if (body?.kind === 'server_hello' || body?.kind === 'hello_retry_request')
      this.#forgetEarlyCipher()
    if (type === handshakeTypes.server_hello) {
      // Of two, or after anything odd, only the whole conversation tells.
      this.#watch =
        choice.tls13 && !choice.answered && !this.#opener && body?.kind === 'server_hello'
          ? new SealedWatch(body.cipherSuite, point.frame)
          : null
      choice.answered = true
    } else if (type === handshakeTypes.finished) this.#watch = null
    if (decrypted && type === handshakeTypes.finished)
      this.#states[stream.direction].finished = true
    this.#ladder.handshake(stream, message, read, decrypted, point)
    if (bytes) this.#opener?.handshake(from, bytes)
  }

  /** In TLS 1.3 a ChangeCipherSpec means nothing (RFC 8446 §5); the capture may show it before the ServerHello. */
  #forgetEarlyCipher(): void {
    if (this.#choice.tls13) for (const state of this.#states) state.ciphered = false
  }

  #takeAlert(
    stream: TlsStream,
    payload: Uint8Array | null,
    decrypted: boolean,
    spans: readonly Span[],
    point: Point,
  ): void {
    const state = this.#states[stream.direction]
    if (!payload) return
    // Nothing forbids TLS 1.2 to send an alert in two records, or two alerts in one.
    for (const byte of payload.subarray(0, 64)) {
      if (state.alertLevel < 0) {
        state.alertLevel = byte
        continue
      }
      const level = state.alertLevel
      state.alertLevel = -1
      this.#ladder.alert(stream, [level, byte], decrypted, spans, point)
    }
  }

  #takeChangeCipherSpec(
    stream: TlsStream,
    payload: Uint8Array | null,
    decrypted: boolean,
    point: Point,
  ): void {
    const state = this.#states[stream.direction]
    // Before the ServerHello it can only be TLS 1.3's, for the sake of middleboxes: it changes nothing.
    const { tls13, answered } = this.#choice
    if (!tls13 && (answered || this.#lacking)) state.ciphered = true
    if (!tls13) this.#opener?.changeCipherSpec(this.#ladder.sideOf(stream))
    this.#ladder.changeCipherSpec(stream, payload, decrypted, point)
  }

  #tellApplication(stream: TlsStream, point: Point, length: number, encrypted: boolean): void {
    const state = this.#states[stream.direction]
    if (state.applicationTold) return
    state.applicationTold = true
    this.#ladder.applicationData(stream, point, length, encrypted)
  }
}
