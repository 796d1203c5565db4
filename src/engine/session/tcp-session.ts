// One TCP connection: plaintext until a hello, TLS from there on.

import type { TcpFacts } from '../net/facts.ts'
import type { Direction, Flow, Origin } from '../net/flow.ts'
import { otherSide, type Side } from '../wire/span.ts'
import type { Conversation } from './conversation.ts'
import type { RecordOpener } from './opener.ts'
import { Preface } from './preface.ts'
import { fitsClientHello } from './record-start.ts'
import { recogniseDialogue } from './upgrades.ts'
import { TdsUnwrapper } from './tds-unwrapper.ts'
import { TlsExchange } from './tls-exchange.ts'

/** Records that were stepped over: of data, and alerts. */
export interface Passed {
  readonly records: number
  readonly dataRecords: number
  readonly dataBytes: number
}

/** Bytes kept of what each side said first, whatever it is. */
export const firstMost = 256

export class TcpSession {
  readonly conversation: Conversation
  readonly #makeOpener: () => RecordOpener | null
  readonly #firstHave: [number, number] = [0, 0]
  #preface: Preface | null = null
  #exchange: TlsExchange | null = null
  /** Set where TLS comes inside packets of TDS. */
  #unwrappers: readonly [TdsUnwrapper, TdsUnwrapper] | null = null

  constructor(conversation: Conversation, makeOpener: () => RecordOpener | null) {
    this.conversation = conversation
    this.#makeOpener = makeOpener
    if (!conversation.midstream) this.#preface = new Preface(conversation)
  }

  /** `flow` is told when nothing more is wanted of it. */
  data(
    flow: Pick<Flow, 'done' | 'unheard'>,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
  ): void {
    flow.unheard = 0
    if (this.#firstHave[direction] < firstMost) this.#keepFirst(direction, bytes, from, to, origin)
    if (!this.#preface && !this.#exchange) this.#pickUp(direction, bytes, from, to)
    const preface = this.#preface
    if (preface && !preface.isTls(direction)) {
      if (preface.skip(direction, bytes, from, to)) {
        if (preface.hopeless) flow.done = true
        else if (this.#firstHave[direction] === firstMost)
          flow.unheard = preface.unheardFrom(direction)
        return
      }
      preface.push(direction, bytes, from, to, origin, (...piece) => {
        this.#exchange ??= new TlsExchange(this.conversation, this.#makeOpener(), false)
        if (preface.wrapped) this.#unwrappers ??= [new TdsUnwrapper(), new TdsUnwrapper()]
        this.#pushTls(this.#exchange, direction, ...piece)
      })
      if (preface.hopeless) flow.done = true
      else if (preface.isTls(0) && preface.isTls(1)) this.#preface = null
      return
    }
    const exchange = this.#exchange
    if (!exchange) return
    this.#pushTls(exchange, direction, bytes, from, to, origin)
    if (exchange.dead) flow.done = true
  }

  /** Bytes have passed that nobody wanted to hear. */
  passed(direction: Direction, length: number): void {
    this.#preface?.pass(direction, length)
  }

  gap(direction: Direction, length: number): void {
    if (!this.#exchange?.isEstablished) this.conversation.missing[this.#sideOf(direction)] += length
    if (this.#preface && !this.#preface.isTls(direction)) this.#preface.gap(direction)
    else this.#exchange?.gap(direction, this.#unwrappers?.[direction].gap(length) ?? length)
  }

  /** The handshake went well, whatever may follow. */
  get isSettled(): boolean {
    return this.#exchange?.isSettled ?? false
  }

  /** The messages so far, without the records and what the flow knows. */
  settle(): Conversation {
    this.#exchange?.settle()
    return this.conversation
  }

  /** Records of a direction were stepped over after the handshake; `left` bytes of the last are still to come. */
  pass(direction: Direction, passed: Passed, left: number): void {
    this.#exchange?.pass(direction, passed, left)
  }

  /** Completes the conversation with what the flow knows of how it went. */
  end(flow: Flow): Conversation {
    const c = this.conversation
    const turned = this.#sideOf(0) === 'server'
    this.#preface?.end()
    this.#exchange?.end()
    c.tcp = this.#factsOf(flow)
    c.icmp = turned ? flow.icmp.map((e) => ({ ...e, about: otherSide(e.about) })) : flow.icmp
    this.#findLast()
    return c
  }

  #factsOf({ tcp }: Flow): TcpFacts | null {
    if (tcp === null || this.#sideOf(0) === 'client') return tcp
    return { client: tcp.server, server: tcp.client, roundTrip: tcp.roundTrip }
  }

  /**
   * The first bytes of a stream whose beginning the capture may lack. Where they are one all the same, they are
   * followed as such; else a message may begin anywhere, and records are looked for at once.
   */
  #pickUp(direction: Direction, bytes: Uint8Array, from: number, to: number): void {
    const c = this.conversation
    if (fitsClientHello(bytes, from, to)) c.midstream = false
    const dialogue = recogniseDialogue(direction === 0 ? 'client' : 'server', bytes, from, to)
    if (!c.midstream || (dialogue !== null && dialogue !== 'more')) this.#preface = new Preface(c)
    else this.#exchange = new TlsExchange(c, this.#makeOpener(), true)
  }

  #pushTls(
    exchange: TlsExchange,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
  ): void {
    const unwrapper = this.#unwrappers?.[direction]
    if (!unwrapper) {
      exchange.push(direction, bytes, from, to, origin)
      return
    }
    unwrapper.push(bytes, from, to, origin, (...piece) => {
      exchange.push(direction, ...piece)
    })
  }

  #sideOf(direction: Direction): Side {
    return direction === (this.#exchange?.clientDirection ?? 0) ? 'client' : 'server'
  }

  #keepFirst(
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
  ): void {
    const { firstBytes } = this.conversation
    const side = this.#sideOf(direction)
    const known = firstBytes[side]
    const length = Math.min(to - from, firstMost - this.#firstHave[direction])
    const piece = bytes.subarray(from, from + length)
    this.#firstHave[direction] += length
    const { frame, seconds, nanos, offset } = origin
    if (!known) {
      firstBytes[side] = {
        bytes: piece.slice(),
        span: { frame, offset, length },
        time: { seconds, nanos },
      }
      return
    }
    const all = new Uint8Array(known.bytes.length + length)
    all.set(known.bytes)
    all.set(piece, known.bytes.length)
    // The span says where they begin: it grows only while the bytes go on in the same frame.
    const { span } = known
    const joined = span.frame === frame && span.offset + span.length === offset
    firstBytes[side] = {
      ...known,
      bytes: all,
      span: joined ? { ...span, length: span.length + length } : span,
    }
  }

  #findLast(): void {
    const c = this.conversation
    for (const side of c.tcp ? [c.tcp.client, c.tcp.server] : [])
      for (const mark of [
        side.syn,
        side.lastSyn,
        side.last,
        side.fin,
        side.lastData,
        ...side.resets,
      ])
        if (mark && mark.frame > c.lastFrame) {
          c.lastFrame = mark.frame
          c.lastTime = mark.time
        }
  }
}
