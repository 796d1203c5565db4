// The ladder of a conversation over datagrams: what DTLS and QUIC note of it in the same way.

import type { Direction, Flow } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'
import { nameOfAlert, nameOfHandshakeType } from '../registry/name.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { selectedVersion } from '../tls/hello.ts'
import { noContext, parseHandshake } from '../tls/handshake.ts'
import type { HandshakeBody, HandshakeContext } from '../tls/handshake.ts'
import { isTls13 } from '../tls/version.ts'
import { otherSide, type Side, type Span } from '../wire/span.ts'
import type { Conversation, Message } from './conversation.ts'
import type { Datagram } from './datagram.ts'
import { markOf, noDatagrams, noteDatagram, turnDatagrams } from './datagram-facts.ts'
import type { DatagramNotes } from './datagram-facts.ts'
import { turnConversation } from './draft.ts'
import { MessageList, type DraftMessage } from './message-list.ts'
import { framesOf, type Point } from './pieces.ts'
import { RecordLog } from './record-log.ts'

/** Bytes kept of what each side said first. */
const firstMost = 256

/** Pieces of garbage told of, and the bytes of each. */
const garbageMost = 8
const garbageBytesMost = 64

/** A record or packet as it was noted: where it stands, and its number in the log. */
export interface Noted {
  readonly number: number
  readonly version: number
  readonly length: number
  readonly span: Span
}

export interface HandshakeNote {
  /** In the form of TLS: a header of four bytes, and the body. */
  readonly bytes: Uint8Array
  readonly spans: readonly Span[]
  readonly decrypted: boolean
  readonly retransmission: boolean
}

export class DatagramLadder {
  readonly conversation: Conversation
  readonly facts: DatagramNotes = noDatagrams()
  /** The direction in which the client sends. */
  clientDirection: Direction
  readonly #log = new RecordLog()
  readonly #messages = new MessageList()
  readonly #dataTold: Record<Side, boolean> = { client: false, server: false }
  #context: HandshakeContext
  #roleSettled = false

  constructor(conversation: Conversation, clientDirection: Direction, dtls: boolean) {
    this.conversation = conversation
    this.clientDirection = clientDirection
    this.#context = { ...noContext, dtls }
    conversation.datagram = this.facts
    conversation.protocol = dtls ? 'dtls' : 'quic'
  }

  sideOf(direction: Direction): Side {
    return direction === this.clientDirection ? 'client' : 'server'
  }

  get isTls13(): boolean {
    return this.#context.version !== null && isTls13(this.#context.version)
  }

  get hasServerHello(): boolean {
    return this.#context.version !== null
  }

  /** A datagram that belongs to the conversation, before what is in it. */
  datagram(
    direction: Direction,
    packet: Packet,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    const { conversation } = this
    const side = this.sideOf(direction)
    const mark = markOf(packet)
    noteDatagram(this.facts, side, mark)
    conversation.lastFrame = mark.frame
    conversation.lastTime = mark.time
    const length = Math.min(to - from, firstMost)
    conversation.firstBytes[side] ??= {
      bytes: bytes.slice(from, from + length),
      span: packet.spanOf(from, length),
      time: mark.time,
    }
  }

  /** Who sends the first hello is the client, whoever sent the first datagram. */
  settle(direction: Direction, fromClient: boolean): void {
    if (this.#roleSettled) return
    this.#roleSettled = true
    if (fromClient === (direction === this.clientDirection)) return
    this.clientDirection = this.clientDirection === 0 ? 1 : 0
    turnConversation(this.conversation)
    turnDatagrams(this.facts)
    this.#log.turn()
    this.#messages.turn()
    const { client, server } = this.#dataTold
    this.#dataTold.client = server
    this.#dataTold.server = client
  }

  record(
    direction: Direction,
    at: Point,
    type: number,
    version: number,
    length: number,
    encrypted: boolean,
    span: Span,
  ): Noted {
    const from = this.sideOf(direction)
    const { frame, seconds, nanos } = at
    const { offset } = span
    const record = { frame, seconds, nanos, type, version, length, encrypted, offset }
    const number = this.#log.add(from, record)
    this.#log.complete(number, encrypted, span.length)
    return { number, version, length, span }
  }

  handshake(
    direction: Direction,
    at: Point,
    record: Noted,
    note: HandshakeNote,
  ): HandshakeBody | null {
    const type = note.bytes[0] ?? 0
    const { body, damage } = parseHandshake(note.bytes, this.#context)
    let name = nameOfHandshakeType(type)
    if (type === handshakeTypes.client_hello) this.settle(direction, true)
    if (type === handshakeTypes.server_hello || type === handshakeTypes.hello_verify_request)
      this.settle(direction, false)
    if (body?.kind === 'server_hello' || body?.kind === 'hello_retry_request') {
      name = body.kind
      this.#context = {
        ...this.#context,
        version: selectedVersion(body),
        cipherSuite: body.cipherSuite,
      }
    }
    this.#add(direction, at, record, {
      kind: 'handshake',
      name,
      code: type,
      level: null,
      encrypted: false,
      decrypted: note.decrypted,
      length: note.bytes.length - 4,
      bytes: note.bytes,
      body,
      damage,
      spans: note.spans,
      ...(note.retransmission && { retransmission: true }),
    })
    return body
  }

  alert(
    direction: Direction,
    at: Point,
    record: Noted,
    [level, code]: readonly [number, number],
    decrypted: boolean,
    span: Span,
  ): void {
    this.#add(direction, at, record, {
      kind: 'alert',
      name: nameOfAlert(code),
      code,
      level,
      encrypted: false,
      decrypted,
      length: record.length,
      bytes: Uint8Array.of(level, code),
      body: null,
      damage: null,
      spans: [span],
    })
  }

  /** What is told by its kind alone: a ChangeCipherSpec, or anything that nobody opened. */
  tell(
    direction: Direction,
    at: Point,
    record: Noted,
    kind: Message['kind'],
    state: { readonly encrypted: boolean; readonly retransmission?: boolean },
  ): void {
    this.#add(direction, at, record, {
      kind,
      name: kind === 'change_cipher_spec' ? kind : 'encrypted',
      code: null,
      level: null,
      encrypted: state.encrypted,
      decrypted: false,
      length: record.length,
      bytes: null,
      body: null,
      damage: null,
      spans: [record.span],
      ...(state.retransmission && { retransmission: true }),
    })
  }

  /** A record of application data; the first of each side stands in the ladder. */
  applicationData(direction: Direction, at: Point, record: Noted, opened: boolean): void {
    const from = this.sideOf(direction)
    this.conversation.applicationRecords[from]++
    this.conversation.applicationBytes[from] += record.length
    if (this.#dataTold[from]) return
    this.#dataTold[from] = true
    this.#add(direction, at, record, {
      kind: 'application_data',
      name: 'application_data',
      code: null,
      level: null,
      encrypted: !opened,
      decrypted: opened,
      length: record.length,
      bytes: null,
      body: null,
      damage: null,
      spans: [record.span],
    })
  }

  /** What is no record or packet where one was due. */
  garbage({ direction, at, bytes, packet }: Datagram, from: number, to: number): void {
    const { garbage } = this.conversation
    if (garbage.length >= garbageMost || from >= to) return
    const { frame, seconds, nanos } = at
    garbage.push({
      from: this.sideOf(direction),
      frame,
      time: { seconds, nanos },
      bytes: bytes.slice(from, Math.min(to, from + garbageBytesMost)),
      span: packet.spanOf(from, to - from),
      why: 'length',
    })
  }

  /** Writes into the conversation what was gathered. Call once. */
  end(flow: Flow): void {
    const c = this.conversation
    const { records, indexOf } = this.#log.finish()
    c.records = records
    const messages = this.#messages.finish()
    for (const message of messages) message.record = indexOf(message.record)
    c.messages = messages
    c.icmp =
      this.clientDirection === 0
        ? flow.icmp
        : flow.icmp.map((error) => ({ ...error, about: otherSide(error.about) }))
  }

  #add(
    direction: Direction,
    { frame, seconds, nanos }: Point,
    record: Noted,
    message: Omit<Message, 'frame' | 'frames' | 'time' | 'from' | 'recordVersion' | 'record'>,
  ): void {
    const draft: DraftMessage = {
      frame,
      frames: framesOf(message.spans, frame),
      time: { seconds, nanos },
      from: this.sideOf(direction),
      recordVersion: record.version,
      record: record.number,
      ...message,
    }
    this.#messages.add(draft)
  }
}
