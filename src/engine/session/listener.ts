// Makes conversations of flows: the side of `net` that knows TLS.

import type { Direction, Flow, FlowListener, Origin } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'
import type { Conversation } from './conversation.ts'
import type { DatagramTracker } from './datagrams.ts'
import { beginConversation } from './draft.ts'
import type { RecordOpener } from './opener.ts'
import { TcpSession } from './tcp-session.ts'

export type FlowEnd = Parameters<FlowListener['end']>[1]

export interface SessionOptions {
  /** Index of the capture in the run. */
  readonly capture: number
  /** Called for each conversation when it has ended. It is not touched afterwards. */
  readonly onConversation: (conversation: Conversation) => void
  /** Makes the opener of one conversation's records; null where there are no keys. */
  readonly makeOpener: () => RecordOpener | null
  readonly datagramTracker?: DatagramTracker
  /** Answers the number of the conversation of a flow. */
  readonly idOf: (flow: Flow) => number
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
    const session = (flow.state as TcpSession | null) ?? this.#begin(flow)
    session.data(flow, direction, bytes, from, to, origin)
  }

  gap(flow: Flow, direction: Direction, length: number): void {
    const session = (flow.state as TcpSession | null) ?? this.#begin(flow)
    session.gap(direction, length)
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
    const session = (flow.state as TcpSession | null) ?? this.#begin(flow)
    flow.state = null
    this.#options.onConversation(session.end(flow))
  }

  #begin(flow: Flow): TcpSession {
    const [client, server] = flow.ends
    const session = new TcpSession(
      beginConversation({
        id: this.#options.idOf(flow),
        capture: this.#options.capture,
        transport: 'tcp',
        client,
        server,
        protocol: tcpProtocol,
        frame: flow.firstFrame,
        time: { seconds: flow.startSeconds, nanos: flow.startNanos },
        midstream: flow.midstream,
      }),
      this.#options.makeOpener,
    )
    flow.state = session
    return session
  }
}
