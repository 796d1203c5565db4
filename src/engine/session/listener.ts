// Makes conversations of flows: the side of `net` that knows TLS.

import {
  Origin,
  type Direction,
  type Flow,
  type FlowEnd,
  type FlowListener,
  type FlowStart,
} from '../net/flow.ts'
import type { Endpoint } from '../net/facts.ts'
import type { Packet } from '../net/packet.ts'
import type { Conversation } from './conversation.ts'
import type { DatagramTracker } from './datagrams.ts'
import { beginConversation, type Beginning } from './draft.ts'
import { FrameTape } from './frame-tape.ts'
import type { Calm } from './glance-reader.ts'
import type { Hellos } from './hellos.ts'
import type { RecordOpener } from './opener.ts'
import { TcpSession } from './tcp-session.ts'

export interface SessionOptions {
  /** Index of the capture in the run. */
  readonly capture: number
  /** Called for each conversation when it has ended. It is not touched afterwards. */
  readonly onConversation: (conversation: Conversation) => void
  /**
   * Told in place of `onConversation`, as soon as a conversation has plainly completed. Where it is given, such
   * conversations are not followed any further.
   */
  readonly onSettled?: ((settled: Settled) => void) | undefined
  /** Makes the opener of one conversation's records; null where there are no keys. */
  readonly makeOpener: () => RecordOpener | null
  readonly datagramTracker?: DatagramTracker
  /** Answers the number of the conversation of a flow. */
  readonly idOf: (flow: FlowStart) => number
}

/** A conversation that has plainly completed. */
export interface Settled {
  readonly id: number
  readonly server: Endpoint
  /** Bytes that are held for `conversation`. */
  readonly size: number
  /** The handshake is in clear: the server's certificate can be read, if it sent one. */
  readonly showsCertificate: boolean
  /** What was said until then, without the records. Made when asked for: hardly anybody asks. */
  readonly conversation: () => Conversation
}

const tcpProtocol = 6

export class SessionListener implements FlowListener {
  readonly #options: SessionOptions

  constructor(options: SessionOptions) {
    this.#options = options
  }

  data(
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
  ): void {
    const session = this.#session(flow)
    session.data(flow, direction, bytes, from, to, origin)
    const { onSettled } = this.#options
    if (onSettled === undefined || !session.isSettled) return
    flow.done = true
    flow.settled = true
    flow.state = null
    const conversation = session.settle()
    onSettled({
      id: conversation.id,
      server: conversation.server,
      size: conversation.messages.reduce((sum, { length }) => sum + length, 0),
      showsCertificate: false,
      conversation: () => conversation,
    })
  }

  passed(flow: Flow, direction: Direction, length: number): void {
    this.#session(flow).passed(direction, length)
  }

  gap(flow: Flow, direction: Direction, length: number): void {
    this.#session(flow).gap(direction, length)
  }

  datagram(
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    packet: Packet,
  ): boolean {
    const { datagramTracker } = this.#options
    return datagramTracker?.datagram(flow, direction, bytes, from, to, packet) ?? false
  }

  eapol(bytes: Uint8Array, from: number, to: number, packet: Packet): void {
    this.#options.datagramTracker?.eapol(bytes, from, to, packet)
  }

  end(flow: Flow, reason: FlowEnd): void {
    if (flow.transport === 'udp') {
      this.#options.datagramTracker?.end(flow, reason)
      return
    }
    const session = this.#session(flow)
    flow.state = null
    this.#options.onConversation(session.end(flow))
  }

  /** A connection has settled that was never followed. */
  settled(start: FlowStart, said: Hellos | FrameTape): void {
    const beginning = this.#beginningOf(start)
    const isOnTape = said instanceof FrameTape
    this.#options.onSettled?.({
      id: beginning.id,
      server: beginning.server,
      size: isOnTape ? said.length : said.bytes.length,
      // Of TLS 1.3 nothing but the hellos can be read.
      showsCertificate: isOnTape,
      conversation: () => {
        const session = new TcpSession(beginConversation(beginning), () => null)
        const flow = { done: false, unheard: 0 }
        if (isOnTape) {
          said.payloads((...piece) => {
            session.data(flow, ...piece)
          })
        } else {
          const { bytes, clientLength } = said
          session.data(flow, 0, bytes, 0, clientLength, new Origin())
          session.data(flow, 1, bytes, clientLength, bytes.length, new Origin())
        }
        return session.settle()
      },
    })
  }

  /** The flow was well until now, without being followed: its session is told what it has missed. */
  resume(flow: Flow, passed: Calm['passed']): void {
    if (flow.done) return
    const session = this.#session(flow)
    for (const direction of [0, 1] as const) {
      const { left, head } = passed[direction]
      session.pass(direction, passed[direction], left)
      if (head.length > 0) session.data(flow, direction, head, 0, head.length, new Origin())
    }
  }

  #session(flow: Flow): TcpSession {
    flow.state ??= this.#makeSession(flow)
    return flow.state as TcpSession
  }

  #makeSession(flow: Flow): TcpSession {
    return new TcpSession(beginConversation(this.#beginningOf(flow)), this.#options.makeOpener)
  }

  #beginningOf(flow: FlowStart): Beginning {
    const [client, server] = flow.ends
    return {
      id: this.#options.idOf(flow),
      capture: this.#options.capture,
      transport: 'tcp',
      client,
      server,
      protocol: tcpProtocol,
      frame: flow.firstFrame,
      time: { seconds: flow.startSeconds, nanos: flow.startNanos },
      midstream: flow.midstream,
    }
  }
}
