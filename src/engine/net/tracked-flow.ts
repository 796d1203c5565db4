// The flows that a listener gets to know: TCP connections, and UDP flows that it takes an interest in.

import { ip4Text, ip6Text } from './address.ts'
import type { Endpoint, IcmpError, TcpFacts } from './facts.ts'
import type { Direction, Flow } from './flow.ts'
import { secondsBetween } from '../wire/moment.ts'
import { tcpFlags, type Packet } from './packet.ts'
import { fingerprint } from './recent.ts'
import { Stream, type Workshop } from './stream.ts'
import type { Turn } from './turn.ts'

abstract class TrackedFlow {
  readonly id: number
  readonly firstFrame: number
  readonly startSeconds: number
  readonly startNanos: number
  readonly icmp: IcmpError[] = []
  state: unknown = null
  done = false
  unheard = 0
  settled = false
  /** Side of the table's key (see `FlowTable.side`) that sends in direction 0. */
  readonly opener: 0 | 1
  readonly #addresses: Uint8Array
  readonly #ports: readonly [number, number]
  #ends: readonly [Endpoint, Endpoint] | null = null

  /** `reversed`: the packet was sent by the side that did not open the flow. */
  constructor(id: number, packet: Packet, opener: 0 | 1, reversed: boolean) {
    this.id = id
    this.firstFrame = packet.frame.number
    this.startSeconds = packet.frame.seconds
    this.startNanos = packet.frame.nanos
    this.opener = opener
    const width = packet.ipVersion === 4 ? 4 : 16
    const { bytes, sourceAt, destinationAt, sourcePort, destinationPort } = packet
    const [from, to] = reversed ? [destinationAt, sourceAt] : [sourceAt, destinationAt]
    this.#addresses = new Uint8Array(2 * width)
    for (let i = 0; i < width; i++) {
      this.#addresses[i] = bytes[from + i]!
      this.#addresses[width + i] = bytes[to + i]!
    }
    this.#ports = reversed ? [destinationPort, sourcePort] : [sourcePort, destinationPort]
  }

  /** Made when somebody asks: most flows of a large capture are never named. */
  get ends(): readonly [Endpoint, Endpoint] {
    return (this.#ends ??= [this.#end(0), this.#end(1)])
  }

  directionOf(side: 0 | 1): Direction {
    return side === this.opener ? 0 : 1
  }

  #end(direction: Direction): Endpoint {
    const width = this.#addresses.length / 2
    const at = direction * width
    const text = width === 4 ? ip4Text : ip6Text
    return { address: text(this.#addresses, at), port: this.#ports[direction] }
  }
}

export class UdpFlow extends TrackedFlow implements Flow {
  readonly transport = 'udp'
  readonly tcp = null
  readonly midstream = false
}

export class TcpFlow extends TrackedFlow implements Flow, TcpFacts {
  readonly transport = 'tcp'
  readonly client: Stream
  readonly server: Stream
  roundTrip: number | null = null
  readonly #shop: Workshop
  readonly #slot: number

  constructor(id: number, packet: Packet, opener: 0 | 1, reversed: boolean, shop: Workshop) {
    super(id, packet, opener, reversed)
    this.#shop = shop
    this.#slot = shop.recent.take()
    this.client = new Stream(this, 0, shop, this.#slot)
    this.server = new Stream(this, 1, shop, this.#slot + 1)
  }

  get tcp(): TcpFacts {
    return this
  }

  get midstream(): boolean {
    return this.client.syn === null && this.server.syn === null
  }

  get wasReset(): boolean {
    return this.client.resets.length > 0 || this.server.resets.length > 0
  }

  /** Nothing more is due: both sides said so, or one broke the connection off. */
  get isClosing(): boolean {
    return this.wasReset || (this.client.isFinished && this.server.isFinished)
  }

  /** Nobody listens to it, and nothing is amiss. */
  get isQuiet(): boolean {
    if (this.settled || this.wasReset || !(this.done || this.unheard > 0)) return false
    return this.client.isQuiet && this.server.isQuiet
  }

  /** Takes in one segment that the side of `direction` sent. */
  segment(packet: Packet, direction: Direction): void {
    const mine = direction === 0 ? this.client : this.server
    const peer = direction === 0 ? this.server : this.client
    const { flags, payloadWhole } = packet
    const special = (flags & (tcpFlags.syn | tcpFlags.fin | tcpFlags.rst)) !== 0
    const inOrder = payloadWhole > 0 && mine.isOpenAt(packet.seq)
    if ((special || !inOrder) && this.#isCopy(packet, direction)) return
    if ((flags & tcpFlags.rst) !== 0) {
      mine.reset(packet)
      this.#shop.recent.note(this.#slot + direction, packet, 0)
      return
    }
    if ((flags & tcpFlags.syn) !== 0) this.#synchronize(packet, mine, peer)
    if ((flags & tcpFlags.ack) !== 0) {
      if (!special && payloadWhole === 0) this.#countDuplicate(packet, mine, peer)
      peer.acknowledge(packet.ack)
    }
    // The SYN takes a sequence number of its own, and data may follow it at once (RFC 7413).
    const seq = (flags & tcpFlags.syn) === 0 ? packet.seq : packet.seq + 1
    if (payloadWhole > 0) mine.data(packet, seq)
    else if (special || !inOrder) this.#shop.recent.note(this.#slot + direction, packet, 0)
    if ((flags & tcpFlags.fin) !== 0) mine.finish(packet, seq)
    mine.see(packet)
    if (mine.isWaiting) mine.consider(packet)
    if (peer.isWaiting) peer.consider(packet)
  }

  /** A SYN that begins another connection between the same ports. The same number again is a retry of this one. */
  isReplacedBy(packet: Packet, direction: Direction): boolean {
    const mine = direction === 0 ? this.client : this.server
    const peer = direction === 0 ? this.server : this.client
    if (mine.syn !== null) return mine.syn.seq !== packet.seq
    // Its answer, or its first data, may stand before it in the capture.
    if (mine.isKnown) return mine.base !== ((packet.seq + 1) | 0)
    // Both sides may open at once (RFC 9293 §3.5).
    return peer.sent > 0 || peer.isFinished
  }

  /** Takes over from somebody who followed the connection for a while. */
  catchUp(client: Turn, server: Turn): void {
    this.client.catchUp(client)
    this.server.catchUp(server)
    if (client.last !== null) this.server.acknowledge(client.last.ack)
    if (server.last !== null) this.client.acknowledge(server.last.ack)
  }

  /** No more segments will be taken in. */
  release(): void {
    this.#shop.recent.giveBack(this.#slot)
  }

  flush(): void {
    this.client.flush()
    this.server.flush()
  }

  #isCopy(packet: Packet, direction: Direction): boolean {
    const { recent } = this.#shop
    if (!recent.isCopy(this.#slot + direction, packet)) return false
    const print = fingerprint(packet)
    // Somebody who injects data copies every number, but not the bytes.
    if (print === 0 || !recent.conflicts(this.#slot + direction, packet, print)) return true
    return false
  }

  #synchronize(packet: Packet, mine: Stream, peer: Stream): void {
    mine.synchronize(packet)
    if ((packet.flags & tcpFlags.ack) === 0 || this.roundTrip !== null) return
    if (peer.lastSyn === null) return
    this.roundTrip = secondsBetween(peer.lastSyn.time, packet.frame)
  }

  #countDuplicate(packet: Packet, mine: Stream, peer: Stream): void {
    const last = mine.last
    if (last?.ack !== packet.ack || last.window !== packet.window) return
    if (peer.sent > peer.acknowledged) mine.duplicateAcks++
  }
}
