// Both directions of TLS: what is in clear and what is protected, and the messages made of it.
//
// The bytes may come from any carrier: a TCP connection, EAP packets put together, TDS packets unwrapped.

import type { Direction, Origin } from '../net/flow.ts'
import { nameOfAlert, nameOfCipherSuite, nameOfHandshakeType } from '../registry/name.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { versions } from '../registry/tables/versions.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import {
  noContext,
  parseHandshake,
  type HandshakeContext,
  type ServerHello,
} from '../tls/handshake.ts'
import type { RecordFault } from '../tls/record.ts'
import { selectedVersion } from '../tls/hello.ts'
import { isTls13 } from '../tls/version.ts'
import type { Side, Span } from '../wire/span.ts'
import { WireError } from '../wire/cursor.ts'
import type { Conversation, Message } from './conversation.ts'
import { turnConversation } from './draft.ts'
import type { GatheredMessage } from './message-gatherer.ts'
import { MessageGatherer } from './message-gatherer.ts'
import { MessageList, type DraftMessage } from './message-list.ts'
import type { OpenedRecord, RecordOpener } from './opener.ts'
import { DirectionState } from './direction-state.ts'
import { ssl2HandshakeMost, tellSsl2 } from './ssl2-message.ts'
import { isAlerts, isHandshakeStart } from './record-start.ts'
import { framesOf, skipBytes, type Point } from './pieces.ts'
import { Ssl2Stream, type Ssl2Record } from './ssl2-stream.ts'
import { RecordLog } from './record-log.ts'
import { SealedWatch } from './sealed-watch.ts'
import { unreadMessage, type MessageContent } from './unread-message.ts'
import type { Passed } from './tcp-session.ts'
import { TlsStream, type RecordSink, type Treatment } from './tls-stream.ts'

/** Pieces of garbage told of. A direction is given up at the first, so there are few. */
const garbageMost = 8

/** The shortest protected Finished of TLS 1.3: 36 bytes, its type, and a tag of 8. An alert is far shorter. */
const finishedLeast = 45

export class TlsExchange implements RecordSink {
  readonly #conversation: Conversation
  #opener: RecordOpener | null
  readonly #log = new RecordLog()
  readonly #messages = new MessageList()
  readonly #streams: readonly [TlsStream, TlsStream]
  readonly #states: readonly [DirectionState, DirectionState]
  /** The direction in which the client sends. */
  clientDirection: Direction = 0
  #roleSettled = false
  #serverHello = false
  /** Something before this point is not known: the ServerHello may have been there. */
  #lacking: boolean
  #tls13 = false
  #isNullSuite = false
  /** The client began in SSL 2.0's form. */
  #ssl2Hello = false
  /** TLS 1.3 without keys: whether the sizes of its records say that it went well. */
  #watch: SealedWatch | null = null
  /** What the ServerHello chose: some messages are read by it. */
  #context: HandshakeContext = noContext

  constructor(conversation: Conversation, opener: RecordOpener | null, midstream: boolean) {
    this.#conversation = conversation
    this.#opener = opener
    this.#lacking = midstream
    this.#streams = [new TlsStream(0, this, midstream), new TlsStream(1, this, midstream)]
    this.#states = [new DirectionState(midstream), new DirectionState(midstream)]
    if (
      midstream &&
      isSystemPort(conversation.client.port) &&
      !isSystemPort(conversation.server.port)
    )
      this.#turn()
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
      const stays = this.#conversation.protocol === 'sslv2'
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
    this.#log.leaveOut(passed.records)
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
    this.#conversation.messages = this.#messages.finish()
    this.#conversation.established = true
  }

  /** Writes into the conversation what was gathered. Call once, when the carrier has ended. */
  end(): void {
    const c = this.#conversation
    for (const stream of this.#streams) {
      stream.end()
      if (stream.left > 0)
        this.#log.complete(stream.head.number, stream.head.encrypted, stream.head.spanLength)
      const side = this.#side(stream)
      const state = this.#states[stream.direction]
      c.applicationRecords[side] = state.applicationRecords
      c.applicationBytes[side] = state.applicationBytes
      const open = stream.gatherer.pending()
      if (open)
        c.pending[side] = {
          name: open.type === null ? null : nameOfHandshakeType(open.type),
          code: open.type,
          have: open.have,
          need: open.need,
          frame: open.frame,
          time: { seconds: open.seconds, nanos: open.nanos },
          spans: open.spans,
        }
    }
    const { records, indexOf } = this.#log.finish()
    c.records = records
    c.messages = this.#messages.finish()
    for (const message of c.messages as DraftMessage[]) message.record = indexOf(message.record)
    c.established = this.isEstablished
    if (this.#opener) c.keys = this.#opener.notes
  }

  recordBegins(stream: TlsStream): Treatment {
    const { head } = stream
    const state = this.#states[stream.direction]
    const c = this.#conversation
    c.protocol ??= 'tls'
    let treatment: Treatment = 'step-over'
    switch (head.type) {
      case contentTypes.application_data:
        state.applicationRecords++
        state.applicationBytes += head.length
        // Only between a ServerHello of TLS 1.2 or before and ChangeCipherSpec is it in clear, which no peer accepts.
        head.encrypted = state.ciphered || this.#tls13 || !this.#serverHello
        if (!state.applicationTold) treatment = 'locate'
        break
      case contentTypes.handshake:
        head.encrypted = state.ciphered
        treatment = state.ciphered ? 'locate' : state.unsure ? 'keep' : 'gather'
        break
      case contentTypes.alert:
        // One of two bytes is in clear whatever came before it: a protected one is never that short.
        head.encrypted = head.length !== 2 && (state.ciphered || this.#tls13 || state.unsure)
        treatment = head.encrypted ? 'locate' : 'keep'
        break
      case contentTypes.change_cipher_spec:
        head.encrypted = head.length !== 1 && state.ciphered
        treatment = head.encrypted ? 'locate' : 'keep'
        break
      default:
        head.encrypted = state.ciphered
    }
    this.#noteRecord(stream)
    if (this.#watch && head.type === contentTypes.application_data)
      this.#watch.see(this.#side(stream), head.frame, head.length, head.number)
    return head.encrypted && (this.#opener || this.#isNullSuite) ? 'keep' : treatment
  }

  #noteRecord(stream: TlsStream): void {
    const { head } = stream
    head.number = this.#log.add(this.#side(stream), head)
  }

  recordEnds(stream: TlsStream, payload: Uint8Array | null, at: Point | null): void {
    const { head } = stream
    const state = this.#states[stream.direction]
    const point = at ?? head
    this.#log.complete(head.number, head.encrypted, head.spanLength)
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
    const { garbage } = this.#conversation
    const { frame, seconds, nanos } = stream.garbageAt
    const span = stream.pieces.spans[0]
    if (!span || garbage.length >= garbageMost) return
    garbage.push({ from: this.#side(stream), frame, time: { seconds, nanos }, bytes, span, why })
  }

  recordsLost(stream: TlsStream): void {
    const state = this.#states[stream.direction]
    state.alertLevel = -1
    this.#lacking = true
    if (!state.ciphered && !this.#tls13) state.unsure = true
    this.#opener?.missed(this.#side(stream))
  }

  #side(stream: TlsStream): Side {
    return stream.direction === this.clientDirection ? 'client' : 'server'
  }

  #takeSsl2(direction: Direction, record: Ssl2Record, point: Point): void {
    const state = this.#states[direction]
    const stream = this.#streams[direction]
    const { head } = stream
    const { message, isVersion2 } = tellSsl2(record, state.ciphered)
    const { ssl2, encrypted } = message
    if (ssl2?.kind === 'ssl2_client_hello') {
      this.#ssl2Hello = true
      this.#settle(stream, handshakeTypes.client_hello)
    }
    if (isVersion2) this.#conversation.protocol = 'sslv2'
    else this.#conversation.protocol ??= 'tls'
    if (ssl2?.kind === 'ssl2_server_hello' || ssl2?.kind === 'ssl2_client_master_key')
      state.ciphered = true
    if (encrypted) state.sealed++
    // CLIENT-FINISHED; SERVER-VERIFY and SERVER-FINISHED.
    state.finished = state.sealed >= (this.#side(stream) === 'client' ? 1 : 2)
    const [first] = record.pieces.spans
    head.type = contentTypes.handshake
    head.version = versions['SSL 2.0']
    head.length = record.length
    head.encrypted = encrypted
    head.frame = first?.frame ?? point.frame
    head.offset = first?.offset ?? 0
    head.spanLength = first?.length ?? 0
    head.seconds = point.seconds
    head.nanos = point.nanos
    this.#noteRecord(stream)
    this.#log.complete(head.number, head.encrypted, head.spanLength)
    if (encrypted && state.sealed > ssl2HandshakeMost) return
    this.#add(stream, message, point)
    if (message.body && message.bytes) this.#opener?.handshake(this.#side(stream), message.bytes)
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
    this.#log.complete(stream.head.number, true, stream.head.spanLength)
    this.#takeProtected(stream, point)
  }

  #open(stream: TlsStream, payload: Uint8Array | null): OpenedRecord | null {
    const { head } = stream
    const side = this.#side(stream)
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
        if (this.#tls13 && head.length >= finishedLeast) state.finished = true
        this.#tellApplication(stream, point, head.length, true)
        return
      case contentTypes.handshake:
        if (state.ciphered) state.finished = true
        this.#tell(stream, 'handshake', point, this.#recordSpans(stream))
        return
      case contentTypes.alert:
        this.#tell(stream, 'alert', point, this.#recordSpans(stream))
        return
      case contentTypes.change_cipher_spec:
        this.#tell(stream, 'change_cipher_spec', point, this.#recordSpans(stream))
        return
    }
  }

  /** Suites without encryption protect by a MAC behind the payload, which then is as readable as ever. */
  #takeUnciphered(stream: TlsStream, payload: Uint8Array, point: Point): boolean {
    if (!this.#isNullSuite) return false
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
    const { type, bytes, spans } = message
    const from = this.#settle(stream, type)
    const read = bytes
      ? parseHandshake(bytes, this.#context)
      : { body: null, damage: new WireError('truncated', nameOfHandshakeType(type), 4) }
    const { body, damage } = read
    let name = nameOfHandshakeType(type)
    if (body?.kind === 'server_hello' || body?.kind === 'hello_retry_request') {
      name = body.kind
      this.#takeChoice(body)
    }
    if (type === handshakeTypes.server_hello) {
      // Of two, or after anything odd, only the whole conversation tells.
      this.#watch =
        this.#tls13 && !this.#serverHello && !this.#opener && body?.kind === 'server_hello'
          ? new SealedWatch(body.cipherSuite, point.frame)
          : null
      this.#serverHello = true
    } else if (type === handshakeTypes.finished) this.#watch = null
    if (decrypted && type === handshakeTypes.finished)
      this.#states[stream.direction].finished = true
    this.#add(
      stream,
      {
        kind: 'handshake',
        name,
        code: type,
        level: null,
        encrypted: false,
        decrypted,
        length: message.length,
        bytes,
        body,
        damage,
        spans,
      },
      point,
    )
    if (bytes) this.#opener?.handshake(from, bytes)
  }

  /** Who sends the first hello decides who is the client, whoever opened the connection. */
  #settle(stream: TlsStream, type: number): Side {
    if (
      !this.#roleSettled &&
      (type === handshakeTypes.client_hello || type === handshakeTypes.server_hello)
    ) {
      this.#roleSettled = true
      if ((type === handshakeTypes.client_hello) !== (stream.direction === this.clientDirection))
        this.#turn()
    }
    return this.#side(stream)
  }

  #turn(): void {
    this.clientDirection = this.clientDirection === 0 ? 1 : 0
    turnConversation(this.#conversation)
    this.#log.turn()
    this.#messages.turn()
  }

  #takeChoice(hello: ServerHello): void {
    const version = selectedVersion(hello)
    this.#context = { ...this.#context, version, cipherSuite: hello.cipherSuite }
    this.#tls13 = isTls13(version)
    this.#isNullSuite = nameOfCipherSuite(hello.cipherSuite).includes('_WITH_NULL_')
    // In TLS 1.3 a ChangeCipherSpec means nothing (RFC 8446 §5); the capture may show it before the ServerHello.
    if (this.#tls13) for (const state of this.#states) state.ciphered = false
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
      this.#add(
        stream,
        {
          kind: 'alert',
          name: nameOfAlert(byte),
          code: byte,
          level,
          encrypted: false,
          decrypted,
          length: stream.head.length,
          bytes: Uint8Array.of(level, byte),
          body: null,
          damage: null,
          spans: decrypted ? spans : skipBytes(spans, 5),
        },
        point,
      )
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
    if (!this.#tls13 && (this.#serverHello || this.#lacking)) state.ciphered = true
    if (!this.#tls13) this.#opener?.changeCipherSpec(this.#side(stream))
    this.#add(
      stream,
      {
        kind: 'change_cipher_spec',
        name: 'change_cipher_spec',
        code: null,
        level: null,
        encrypted: false,
        decrypted,
        length: stream.head.length,
        bytes: payload?.slice(0, 16) ?? null,
        body: null,
        damage: null,
        spans: decrypted ? [...stream.pieces.spans] : skipBytes(stream.pieces.spans, 5),
      },
      point,
    )
  }

  #tellApplication(stream: TlsStream, point: Point, length: number, encrypted: boolean): void {
    const state = this.#states[stream.direction]
    if (state.applicationTold) return
    state.applicationTold = true
    this.#add(
      stream,
      unreadMessage({
        kind: 'application_data',
        name: 'application_data',
        encrypted,
        decrypted: !encrypted && stream.head.encrypted,
        length,
        spans: this.#recordSpans(stream),
      }),
      point,
    )
  }

  /** A protected message, of which only its kind can be told. */
  #tell(stream: TlsStream, kind: Message['kind'], point: Point, spans: readonly Span[]): void {
    const name = kind === 'change_cipher_spec' ? kind : 'encrypted'
    const { length } = stream.head
    const message = unreadMessage({ kind, name, encrypted: true, decrypted: false, length, spans })
    this.#add(stream, message, point)
  }

  #recordSpans(stream: TlsStream): Span[] {
    const { frame, offset, spanLength } = stream.head
    return stream.isLocated ? [...stream.pieces.spans] : [{ frame, offset, length: spanLength }]
  }

  #add(stream: TlsStream, message: MessageContent, { frame, seconds, nanos }: Point): void {
    this.#messages.add({
      frame,
      frames: framesOf(message.spans, frame),
      time: { seconds, nanos },
      from: this.#side(stream),
      recordVersion: stream.head.version,
      record: stream.head.number,
      ...message,
    })
  }
}

/** RFC 6335 §6. Of a stream that began before the capture, the end with such a port is the server. */
function isSystemPort(port: number): boolean {
  return port > 0 && port < 1024
}
