// One EAP authentication: who it is about, the TLS that its method carries, and how it ended. RFC 3748, RFC 5216.

import { eap, readEapPacket, readEapTlsFragment, type EapPacket } from '../eap/packet.ts'
import type { Direction } from '../net/flow.ts'
import { Origin } from '../net/flow.ts'
import type { SegmentMark } from '../net/facts.ts'
import { eapTypeRows } from '../registry/tables/eap-types.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import { otherSide, type Side, type Span } from '../wire/span.ts'
import type { Moment } from '../wire/moment.ts'
import type { Conversation } from './conversation.ts'
import { noDatagrams, noteDatagram, type DatagramNotes } from './datagram-facts.ts'
import type { RecordOpener } from './opener.ts'
import { TlsExchange } from './tls-exchange.ts'

/** Lines told of what was said besides TLS. */
const prefaceMost = 32

/** Fragments of a flight, and of the conversation, whose completion is remembered: a chain of 64 KiB has some fifty. */
const fragmentsMost = 256

/** An EAP packet as its carrier hands it over. */
export interface CarriedEap {
  /** The packet, joined where its carrier had cut it. */
  readonly bytes: Uint8Array
  /** Where its bytes stand, in order: one place, or one for each attribute of RADIUS and each fragment of IP. */
  readonly places: readonly Span[]
  readonly mark: SegmentMark
}

const client: Direction = 0
const server: Direction = 1

const namesOfMethods = new Map(eapTypeRows.map((row) => [row.code, row.name]))
const tlsMethods = new Set(
  eapTypeRows.filter((row) => row.carries === 'TLS').map((row) => row.code),
)

export class EapConversation {
  readonly conversation: Conversation
  readonly facts: DatagramNotes = noDatagrams()
  readonly #exchange: TlsExchange
  readonly #last: Record<Side, Uint8Array | null> = { client: null, server: null }
  /** Bytes of TLS that the flight under way has brought, by sender. */
  readonly #flight: Record<Side, number> = { client: 0, server: 0 }
  readonly #announced: Record<Side, number> = { client: 0, server: 0 }
  /** Frames whose fragments waited, with the frame that completed their flight: nothing is read before it is whole. */
  readonly #completedBy = new Map<number, { readonly frame: number; readonly time: Moment }>()
  #waiting: number[] = []
  #hasTls = false
  /** A method that carries no TLS was spoken. */
  #otherMethod = false

  constructor(conversation: Conversation, opener: RecordOpener | null) {
    this.conversation = conversation
    conversation.datagram = this.facts
    this.#exchange = new TlsExchange(conversation, opener, false)
  }

  /** Whether an identity asked for or given now belongs to another authentication. */
  get isOver(): boolean {
    return this.facts.eapEnd !== null || this.#hasTls
  }

  /** Takes a packet. Bytes that are no EAP are passed over. */
  take(carried: CarriedEap): void {
    const packet = parseEap(carried.bytes)
    if (packet === null) return
    const from: Side = packet.code === eap.response ? 'client' : 'server'
    const { mark } = carried
    noteDatagram(this.facts, from, mark)
    this.conversation.lastFrame = mark.frame
    this.conversation.lastTime = mark.time
    if (isSame(this.#last[from], carried.bytes)) {
      this.facts.retransmittedFlights[from]++
      return
    }
    this.#last[from] = carried.bytes
    this.facts.retransmittedFlights[otherSide(from)] = 0
    if (packet.code === eap.success || packet.code === eap.failure) this.#takeEnd(packet, carried)
    else if (packet.type !== null) this.#takeMethod(from, packet, packet.type, carried)
  }

  /** The carrier's own word on how it ended: where no EAP packet said it. */
  endBy(what: 'access-accept' | 'access-reject', mark: SegmentMark, span: Span): void {
    this.conversation.lastFrame = mark.frame
    this.conversation.lastTime = mark.time
    this.facts.eapEnd ??= { frame: mark.frame, time: mark.time, what, span }
  }

  end(): Conversation {
    const c = this.conversation
    const { lastFrame, lastTime } = c
    this.#exchange.end()
    c.lastFrame = lastFrame
    c.lastTime = lastTime
    c.messages = c.messages.map((message) => {
      const whole = this.#completedBy.get(message.frame)
      if (!whole) return message
      return { ...message, ...whole, frames: [...new Set([...message.frames, whole.frame])] }
    })
    // Without TLS only a refusal that came before any method is worth telling.
    const isRefusal = this.facts.eapEnd?.what.match(/failure|reject/) != null
    if (!this.#hasTls && (this.#otherMethod || !isRefusal)) this.facts.eapEnd = null
    return c
  }

  #takeEnd(packet: EapPacket, { mark, places }: CarriedEap): void {
    const what = packet.code === eap.success ? 'eap-success' : 'eap-failure'
    const span = firstOf(places, mark)
    this.facts.eapEnd ??= { frame: mark.frame, time: mark.time, what, span }
    this.#tell('server', packet.code === eap.success ? 'EAP-Success' : 'EAP-Failure', mark, span)
  }

  #takeMethod(from: Side, packet: EapPacket, type: number, carried: CarriedEap): void {
    const { mark, places } = carried
    const span = firstOf(places, mark)
    const what = packet.code === eap.request ? 'EAP-Request' : 'EAP-Response'
    if (tlsMethods.has(type)) {
      this.facts.eapMethod = type
      this.#takeTls(from, packet, type, carried, span)
      return
    }
    switch (type) {
      case eap.identity:
        // The outer identity, which everybody on the way can read; one inside the tunnel is never told.
        this.#tell(from, `${what}, Identity ${printable(packet.data)}`.trim(), mark, span)
        return
      case eap.notification:
        this.#tell(from, `${what}, Notification ${printable(packet.data)}`, mark, span)
        return
      case eap.nak: {
        const wanted = [...packet.data].slice(0, 16)
        this.facts.eapNak ??= { frame: mark.frame, wanted, span }
        this.#tell(from, `${what}, Nak: wants ${wanted.map(nameOfMethod).join(', ')}`, mark, span)
        return
      }
      default:
        this.#otherMethod = true
        this.#tell(from, `${what}, ${nameOfMethod(type)}`, mark, span)
    }
  }

  #takeTls(from: Side, packet: EapPacket, type: number, carried: CarriedEap, span: Span): void {
    const { mark } = carried
    const fragment = parseFragment(packet.data, type)
    if (fragment === null) return
    const { start, moreFragments, messageLength, data, dataFrom } = fragment
    if (start) {
      // What a start brings is no TLS: EAP-FAST tells there who the authority is.
      this.#tell(from, `EAP-Request, ${nameOfMethod(type)} start`, mark, span)
      return
    }
    if (data.length === 0) return
    this.#hasTls = true
    this.#flight[otherSide(from)] = 0
    if (messageLength !== null && this.#flight[from] === 0) this.#announced[from] = messageLength
    const at = packet.dataFrom + dataFrom
    for (const [start, end, { frame, offset }] of piecesOf(carried, at, at + data.length)) {
      const origin = new Origin()
      origin.frame = frame
      origin.seconds = mark.time.seconds
      origin.nanos = mark.time.nanos
      origin.offset = offset
      this.#exchange.push(from === 'client' ? client : server, carried.bytes, start, end, origin)
    }
    this.#flight[from] += data.length
    const frames = new Set(carried.places.map(({ frame }) => frame)).add(mark.frame)
    for (const frame of frames)
      if ((moreFragments || frame !== mark.frame) && this.#waiting.length < fragmentsMost)
        this.#waiting.push(frame)
    if (moreFragments) return
    for (const frame of this.#waiting)
      this.#completedBy.set(frame, { frame: mark.frame, time: mark.time })
    this.#waiting = []
    // A fragment that the capture lacks: the peer acknowledged it, else the flight would not have gone on.
    const missing = this.#announced[from] - this.#flight[from]
    if (missing > 0) {
      this.conversation.missing[from] += missing
      this.#exchange.gap(from === 'client' ? client : server, missing)
    }
    this.#announced[from] = 0
    this.#flight[from] = 0
  }

  #tell(from: Side, text: string, mark: SegmentMark, span: Span): void {
    const { preface } = this.conversation
    if (preface.length >= prefaceMost) return
    preface.push({ from, frame: mark.frame, time: mark.time, text: text.slice(0, 200), span })
  }
}

export function parseEap(bytes: Uint8Array): EapPacket | null {
  return attempt(() => readEapPacket(new Cursor(bytes)))
}

function parseFragment(
  data: Uint8Array,
  type: number,
): ReturnType<typeof readEapTlsFragment> | null {
  return attempt(() => readEapTlsFragment(new Cursor(data), type))
}

/** Null where the bytes are not what they should be: other traffic, or damage that the next packet makes up for. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}

function firstOf([first]: readonly Span[], { frame }: SegmentMark): Span {
  return first ?? { frame, offset: 0, length: 0 }
}

/** The parts of a range of the packet that stand together in a frame: from, to, and where. */
function* piecesOf(
  { places }: CarriedEap,
  from: number,
  to: number,
): Generator<readonly [number, number, Pick<Span, 'frame' | 'offset'>]> {
  let at = 0
  for (const { frame, offset, length } of places) {
    const start = Math.max(from, at)
    const end = Math.min(to, at + length)
    if (start < end) yield [start, end, { frame, offset: offset + start - at }]
    at += length
  }
}

function nameOfMethod(type: number): string {
  return namesOfMethods.get(type) ?? `method ${type}`
}

function isSame(a: Uint8Array | null, b: Uint8Array): boolean {
  return a !== null && a.length === b.length && a.every((byte, i) => byte === b[i])
}

function printable(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes.subarray(0, 128)) {
    if (byte === 0) break // options follow the identity that a server asks for (RFC 3748 §5.1)
    const plain = byte >= 0x20 && byte < 0x7f
    text += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return text
}
