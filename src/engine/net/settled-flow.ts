// What is left of a TCP connection of which nothing more is wanted: enough to tell its packets from those of the next one.

import type { Direction } from './flow.ts'
import { tcpFlags, type Packet } from './packet.ts'
import type { TcpFlow } from './tracked-flow.ts'

export class SettledFlow {
  readonly settled = true
  readonly #opener: 0 | 1
  /** Sequence numbers of the first byte that each side sent. */
  readonly #clientBase: number
  readonly #serverBase: number
  #clientClosed: boolean
  #serverClosed: boolean
  #wasReset: boolean

  constructor(flow: TcpFlow) {
    this.#opener = flow.opener
    this.#clientBase = flow.client.base
    this.#serverBase = flow.server.base
    this.#clientClosed = flow.client.isFinished
    this.#serverClosed = flow.server.isFinished
    this.#wasReset = flow.wasReset
  }

  directionOf(side: 0 | 1): Direction {
    return side === this.#opener ? 0 : 1
  }

  get isClosing(): boolean {
    return this.#wasReset || (this.#clientClosed && this.#serverClosed)
  }

  /** Takes in one segment that the side of `direction` sent: only whether it ends the connection matters. */
  segment(packet: Packet, direction: Direction): void {
    if ((packet.flags & tcpFlags.rst) !== 0) this.#wasReset = true
    if ((packet.flags & tcpFlags.fin) === 0) return
    if (direction === 0) this.#clientClosed = true
    else this.#serverClosed = true
  }

  /** A SYN with another number begins another connection between the same ports. */
  isReplacedBy(packet: Packet, direction: Direction): boolean {
    return ((packet.seq + 1) | 0) !== (direction === 0 ? this.#clientBase : this.#serverBase)
  }
}
