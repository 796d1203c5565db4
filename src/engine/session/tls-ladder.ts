// The ladder of TLS over a stream: what is noted of its records and messages, and which side is the client.

import { otherDirection, type Direction } from '../net/flow.ts'
import { nameOfAlert, nameOfHandshakeType } from '../registry/name.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { RecordFault } from '../tls/record.ts'
import type { Side, Span } from '../wire/span.ts'
import type { Conversation, Message } from './conversation.ts'
import { turnConversation } from './draft.ts'
import type { GatheredMessage } from './message-gatherer.ts'
import { MessageList, type DraftMessage } from './message-list.ts'
import { framesOf, skipBytes, type Point } from './pieces.ts'
import { RecordLog } from './record-log.ts'
import type { ReadMessage } from './tls-choice.ts'
import type { TlsStream } from './tls-stream.ts'
import { unreadMessage, type MessageContent } from './unread-message.ts'

/** Pieces of garbage told of. A direction is given up at the first, so there are few. */
const garbageMost = 8

/** The header of a record. */
const headerLength = 5

export class TlsLadder {
  readonly conversation: Conversation
  /** The direction in which the client sends. */
  clientDirection: Direction = 0
  readonly #log = new RecordLog()
  readonly #messages = new MessageList()
  #roleSettled = false

  constructor(conversation: Conversation, midstream: boolean) {
    this.conversation = conversation
    const { client, server } = conversation
    if (midstream && isSystemPort(client.port) && !isSystemPort(server.port)) this.#turn()
  }

  sideOf({ direction }: TlsStream): Side {
    return direction === this.clientDirection ? 'client' : 'server'
  }

  /** Who sends the first hello decides who is the client, whoever opened the connection. */
  settle(stream: TlsStream, type: number): Side {
    const isClientHello = type === handshakeTypes.client_hello
    if (!this.#roleSettled && (isClientHello || type === handshakeTypes.server_hello)) {
      this.#roleSettled = true
      if (isClientHello !== (stream.direction === this.clientDirection)) this.#turn()
    }
    return this.sideOf(stream)
  }

  recordBegins(stream: TlsStream): void {
    stream.head.number = this.#log.add(this.sideOf(stream), stream.head)
  }

  /** What was in clear by its header may have turned out to be `encrypted`. */
  recordEnds({ head }: TlsStream, encrypted: boolean = head.encrypted): void {
    this.#log.complete(head.number, encrypted, head.spanLength)
  }

  /** So many records were stepped over by somebody else. */
  leaveOut(records: number): void {
    this.#log.leaveOut(records)
  }

  add(stream: TlsStream, message: MessageContent, { frame, seconds, nanos }: Point): void {
    // Field by field: to spread objects of several shapes takes longer than to read the messages.
    this.#messages.add({
      frame,
      frames: framesOf(message.spans, frame),
      time: { seconds, nanos },
      from: this.sideOf(stream),
      kind: message.kind,
      name: message.name,
      code: message.code,
      level: message.level,
      encrypted: message.encrypted,
      decrypted: message.decrypted,
      length: message.length,
      recordVersion: stream.head.version,
      bytes: message.bytes,
      body: message.body,
      damage: message.damage,
      ssl2: message.ssl2 ?? null,
      spans: message.spans,
      record: stream.head.number,
    })
  }

  handshake(
    stream: TlsStream,
    { type, length, bytes, spans }: GatheredMessage,
    { name, body, damage }: ReadMessage,
    decrypted: boolean,
    point: Point,
  ): void {
    const message: MessageContent = {
      kind: 'handshake',
      name,
      code: type,
      level: null,
      encrypted: false,
      decrypted,
      length,
      bytes,
      body,
      damage,
      spans,
    }
    this.add(stream, message, point)
  }

  alert(
    stream: TlsStream,
    [level, code]: readonly [number, number],
    decrypted: boolean,
    spans: readonly Span[],
    point: Point,
  ): void {
    const message: MessageContent = {
      kind: 'alert',
      name: nameOfAlert(code),
      code,
      level,
      encrypted: false,
      decrypted,
      length: stream.head.length,
      bytes: Uint8Array.of(level, code),
      body: null,
      damage: null,
      spans: decrypted ? spans : skipBytes(spans, headerLength),
    }
    this.add(stream, message, point)
  }

  changeCipherSpec(
    stream: TlsStream,
    payload: Uint8Array | null,
    decrypted: boolean,
    point: Point,
  ): void {
    const { spans } = stream.pieces
    const kind = 'change_cipher_spec'
    const message: MessageContent = {
      kind,
      name: kind,
      code: null,
      level: null,
      encrypted: false,
      decrypted,
      length: stream.head.length,
      bytes: payload?.slice(0, 16) ?? null,
      body: null,
      damage: null,
      spans: decrypted ? [...spans] : skipBytes(spans, headerLength),
    }
    this.add(stream, message, point)
  }

  applicationData(stream: TlsStream, point: Point, length: number, encrypted: boolean): void {
    const kind = 'application_data'
    const decrypted = !encrypted && stream.head.encrypted
    const spans = recordSpans(stream)
    this.add(
      stream,
      unreadMessage({ kind, name: kind, encrypted, decrypted, length, spans }),
      point,
    )
  }

  /** A protected message, of which only its kind can be told. */
  sealed(stream: TlsStream, kind: Message['kind'], point: Point): void {
    const name = kind === 'change_cipher_spec' ? kind : 'encrypted'
    const { length } = stream.head
    const spans = recordSpans(stream)
    const message = unreadMessage({ kind, name, encrypted: true, decrypted: false, length, spans })
    this.add(stream, message, point)
  }

  garbage(stream: TlsStream, bytes: Uint8Array, why: RecordFault): void {
    const { garbage } = this.conversation
    const { frame, seconds, nanos } = stream.garbageAt
    const span = stream.pieces.spans[0]
    if (!span || garbage.length >= garbageMost) return
    garbage.push({ from: this.sideOf(stream), frame, time: { seconds, nanos }, bytes, span, why })
  }

  /** The stream is over: a record, and a message, may have been under way. */
  streamEnds(stream: TlsStream): void {
    if (stream.left > 0) this.recordEnds(stream)
    const open = stream.gatherer.pending()
    if (!open) return
    const { type, have, need, frame, seconds, nanos, spans } = open
    const name = type === null ? null : nameOfHandshakeType(type)
    const time = { seconds, nanos }
    this.conversation.pending[this.sideOf(stream)] = {
      name,
      code: type,
      have,
      need,
      frame,
      time,
      spans,
    }
  }

  /** Writes into the conversation the messages alone. */
  tellMessages(): void {
    this.conversation.messages = this.#messages.finish()
  }

  /** Writes into the conversation the messages and the records. */
  end(): void {
    const { records, indexOf } = this.#log.finish()
    this.conversation.records = records
    const messages: DraftMessage[] = this.#messages.finish()
    for (const message of messages) message.record = indexOf(message.record)
    this.conversation.messages = messages
  }

  #turn(): void {
    this.clientDirection = otherDirection(this.clientDirection)
    turnConversation(this.conversation)
    this.#log.turn()
    this.#messages.turn()
  }
}

function recordSpans(stream: TlsStream): Span[] {
  const { frame, offset, spanLength } = stream.head
  return stream.isLocated ? [...stream.pieces.spans] : [{ frame, offset, length: spanLength }]
}

/** RFC 6335 §6. Of a stream that began before the capture, the end with such a port is the server. */
function isSystemPort(port: number): boolean {
  return port > 0 && port < 1024
}
