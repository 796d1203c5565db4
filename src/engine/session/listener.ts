// Makes conversations of flows: the side of `net` that knows TLS.

import type { Direction, Flow, FlowListener, Origin } from '../net/flow.ts'
import type { Endpoint } from '../net/facts.ts'
import type { Packet } from '../net/packet.ts'
import type { Conversation } from './conversation.ts'
import type { DatagramTracker } from './datagrams.ts'
import { beginConversation, type Beginning } from './draft.ts'
import type { RecordOpener } from './opener.ts'
import { Tapes } from './tape.ts'
import { TcpSession } from './tcp-session.ts'
import { Trial } from './trial.ts'

export type FlowEnd = Parameters<FlowListener['end']>[1]

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
  /** Keys were given, or came with the capture. */
  readonly hasKeys: () => boolean
  /** Makes the opener of one conversation's records; null where there are no keys. */
  readonly makeOpener: () => RecordOpener | null
  readonly datagramTracker?: DatagramTracker
  /** Answers the number of the conversation of a flow. */
  readonly idOf: (flow: Flow) => number
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
  readonly #tapes = new Tapes()

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /** With keys every message is read; and whoever wants all conversations wants all of each. */
  get #tries(): boolean {
    const { onSettled, hasKeys } = this.#options
    return onSettled !== undefined && !hasKeys()
  }

  data(
    flow: Flow,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    origin: Origin,
  ): void {
    if (flow.state === null) this.#begin(flow)
    if (flow.state instanceof Trial) {
      const sight = flow.state.see(direction, bytes, from, to, origin)
      if (sight === 'undecided') return
      const trial = flow.state
      if (sight === 'settled') {
        this.#settleTrial(flow, trial)
        return
      }
      this.#play(flow, trial)
      if (trial.seen === to || flow.done) return
      origin.offset += trial.seen - from
      from = trial.seen
    }
    const session = flow.state as TcpSession
    session.data(flow, direction, bytes, from, to, origin)
    const { onSettled } = this.#options
    if (onSettled === undefined || !session.isSettled) return
    this.#forget(flow)
    const conversation = session.settle()
    onSettled({
      id: conversation.id,
      server: conversation.server,
      size: conversation.messages.reduce((sum, { length }) => sum + length, 0),
      showsCertificate: false,
      conversation: () => conversation,
    })
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
    if (flow.state instanceof Trial && flow.state.isWell) {
      this.#settleTrial(flow, flow.state)
      return
    }
    const session = this.#session(flow)
    flow.state = null
    this.#options.onConversation(session.end(flow))
  }

  /** A trial first, where one is enough for those that complete. */
  #begin(flow: Flow): void {
    const tape = this.#tries && !flow.midstream ? this.#tapes.take() : null
    flow.state = tape ? new Trial(this.#tapes, tape) : this.#makeSession(flow)
  }

  /** The full session of a flow: made now, or out of its trial. */
  #session(flow: Flow): TcpSession {
    if (flow.state instanceof Trial) this.#play(flow, flow.state)
    flow.state ??= this.#makeSession(flow)
    return flow.state as TcpSession
  }

  #play(flow: Flow, trial: Trial): void {
    const session = this.#makeSession(flow)
    flow.state = session
    trial.play(session, (...piece) => {
      // As the network does: a flow that is done is not heard any more.
      if (!flow.done) session.data(flow, ...piece)
    })
  }

  #settleTrial(flow: Flow, trial: Trial): void {
    // Of TLS 1.3 nothing but the hellos can be read.
    const kept = trial.isWell ? trial.handshake : trial.hellos()
    trial.release()
    this.#forget(flow)
    // Not the flow, which would be held for as long as somebody may ask.
    const beginning = this.#beginningOf(flow)
    this.#options.onSettled?.({
      id: beginning.id,
      server: beginning.server,
      size: kept.bytes.length,
      showsCertificate: trial.isWell,
      conversation: () => {
        const session = new TcpSession(beginConversation(beginning), () => null)
        const flow = { done: false }
        kept.play((...piece) => {
          session.data(flow, ...piece)
        })
        return session.settle()
      },
    })
  }

  #forget(flow: Flow): void {
    flow.done = true
    flow.settled = true
    flow.state = null
  }

  #makeSession(flow: Flow): TcpSession {
    return new TcpSession(beginConversation(this.#beginningOf(flow)), this.#options.makeOpener)
  }

  #beginningOf(flow: Flow): Beginning {
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
