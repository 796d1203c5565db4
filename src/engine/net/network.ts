// The one way in: frames, in the order of the capture; out come streams, datagrams and how flows ended.

import { Frame } from '../capture/frame.ts'
import { ip4Text, ip6Text } from './address.ts'
import { Decoder } from './decode.ts'
import { FlowTable, lists, type List } from './flow-table.ts'
import { Origin, type FlowEnd, type FlowListener } from './flow.ts'
import { nextHopMtu, quotationOf } from './icmp.ts'
import { tcpFlags, type Packet } from './packet.ts'
import { Recent } from './recent.ts'
import type { Workshop } from './stream.ts'
import type { Companion, Recalled, Unfinished } from './companion.ts'
import { SettledFlow } from './settled-flow.ts'
import { TcpFlow, UdpFlow } from './tracked-flow.ts'
import { ipProtocols } from './transport.ts'

export interface NetworkOptions {
  /** Who follows flows beside the network. Default: nobody. */
  readonly companion?: Companion | null
  /** The latest time of the capture, where the network does not see all of its frames. */
  readonly latest?: { readonly seconds: number }
  /** Flows followed at a time; beyond it the least recently seen is evicted. Default 262,144: about 1 GB at worst. */
  readonly mostFlows?: number
}

/**
 * Capture seconds without a packet before a flow is over, by list. Live connections may be silent for as long as
 * they like (and clocks jump): only the number of flows bounds them. Closing ones: late copies and the data after a
 * forged RST come within seconds. Datagrams: the mapping time that RFC 4787 asks of a NAT.
 */
const idle = [Infinity, 30, 120] as const
/**
 * Connections that are over and still held in full, for what may come late: beyond it the oldest is told to have ended,
 * and only what tells its packets from those of the next one stays. Each may hold a handshake with its certificates.
 */
const mostLingering = 512
/** More errors than that about one flow say nothing new. */
const mostIcmp = 16

export class Network {
  readonly #listener: FlowListener
  readonly #mostFlows: number
  readonly #decoder = new Decoder(new Frame())
  readonly #table = new FlowTable()
  /** By entry of the table; null for UDP flows that the listener does not want. */
  readonly #flows: (TcpFlow | UdpFlow | SettledFlow | null)[] = []
  /** Connections that are over and held in full, with their entries: in the order in which they ended. */
  readonly #lingering = new Map<TcpFlow, number>()
  readonly #shop: Workshop
  readonly #companion: Companion | null
  readonly #latest: { readonly seconds: number }
  /** The number of the next flow. */
  readonly #ids: { value: number }
  /** Reads frames that are replayed, amid another packet. */
  #replayer: Decoder | null = null
  /** The number of the flow that is replayed, and the flow itself. */
  #replayed: { readonly id: number; flow: TcpFlow | null; entry: number } | null = null
  /** The latest second seen: merged captures step back now and then. */
  #now = -Infinity

  constructor(listener: FlowListener, options: NetworkOptions = {}) {
    this.#listener = listener
    this.#mostFlows = options.mostFlows ?? 262_144
    this.#companion = options.companion ?? null
    this.#latest = options.latest ?? { seconds: -Infinity }
    this.#ids = this.#companion?.ids ?? { value: 1 }
    this.#shop = { listener, recent: new Recent(), origin: new Origin(), held: 0 }
  }

  frame(frame: Frame): void {
    const seconds = Math.max(frame.seconds, this.#latest.seconds)
    if (seconds > this.#now) {
      this.#now = seconds
      this.#expire()
    }
    const decoder = this.#decoder
    if (decoder.decode(frame)) this.#packet(decoder.packet)
    while (decoder.more) if (decoder.next()) this.#packet(decoder.packet)
  }

  /**
   * Follows a connection whose first frames somebody else has looked at: `play` calls back with each of them, and the
   * flow has the number `id`. `end`: and nothing more will come of it. Answers the flow; null where it has settled.
   */
  replay(
    id: number,
    play: (listen: (frame: Frame) => void) => void,
    end: FlowEnd | null = null,
  ): TcpFlow | null {
    const decoder = (this.#replayer ??= new Decoder(new Frame()))
    const replayed = { id, flow: null as TcpFlow | null, entry: -1 }
    this.#replayed = replayed
    play((frame) => {
      if (decoder.decode(frame)) this.#packet(decoder.packet)
    })
    this.#replayed = null
    if (end !== null && this.#flows[replayed.entry] === replayed.flow)
      this.#close(replayed.entry, end)
    return replayed.flow?.settled ? null : replayed.flow
  }

  /** No more frames: ends every flow, in order of their numbers, those of others among them. */
  end(others: readonly Unfinished[] = []): void {
    const flows = this.#flows
      .filter((flow) => flow instanceof TcpFlow || flow instanceof UdpFlow)
      .sort((a, b) => a.id - b.id)
    this.#flows.length = 0
    let next = 0
    for (const other of others) {
      for (let flow = flows[next]; flow && flow.id < other.id; flow = flows[++next])
        this.#finish(flow, 'capture-end')
      other.end('capture-end')
    }
    for (const flow of flows.slice(next)) this.#finish(flow, 'capture-end')
  }

  #packet(packet: Packet): void {
    switch (packet.protocol) {
      case ipProtocols.tcp:
        this.#tcp(packet)
        return
      case ipProtocols.udp:
        this.#udp(packet)
        return
      case ipProtocols.icmp:
      case ipProtocols.icmp6:
        this.#icmp(packet)
        return
      default:
        this.#listener.eapol?.(packet.bytes, packet.payloadFrom, packet.payloadTo, packet)
    }
  }

  #tcp(packet: Packet): void {
    const table = this.#table
    let entry = table.find(packet)
    if (entry < 0 && this.#companion && !this.#replayed) {
      const recalled = this.#recallPacket(packet)
      if (recalled === 'over') return
      entry = table.find(packet)
    }
    let flow = entry < 0 ? null : (this.#flows[entry] as TcpFlow | SettledFlow)
    const { side } = table
    if (
      flow !== null &&
      (packet.flags & (tcpFlags.syn | tcpFlags.ack)) === tcpFlags.syn &&
      flow.isReplacedBy(packet, flow.directionOf(side))
    ) {
      this.#close(entry, 'reused')
      table.find(packet)
      flow = null
    }
    if (flow instanceof SettledFlow) {
      flow.segment(packet, flow.directionOf(side))
      table.touch(entry, flow.isClosing ? lists.closing : lists.live, this.#now)
      return
    }
    if (flow === null) {
      const { flags } = packet
      // What neither opens a connection nor carries data belongs to one that is over, and tells nothing alone.
      if ((flags & tcpFlags.syn) === 0 && packet.payloadWhole === 0) return
      if ((flags & tcpFlags.rst) !== 0) return
      entry = this.#add(packet, lists.live)
      const reversed = (flags & tcpFlags.syn) !== 0 && (flags & tcpFlags.ack) !== 0
      const opener = reversed ? (side === 0 ? 1 : 0) : side
      flow = new TcpFlow(this.#takeId(), packet, opener, reversed, this.#shop)
      this.#flows[entry] = flow
      if (this.#replayed?.flow === null) {
        this.#replayed.flow = flow
        this.#replayed.entry = entry
      }
    }
    flow.segment(packet, flow.directionOf(side))
    if (flow.isQuiet && !this.#replayed) this.#companion?.lend(flow, flow.directionOf(side))
    if (flow.settled) {
      this.#flows[entry] = new SettledFlow(flow)
      flow.release()
    }
    const { isClosing } = flow
    table.touch(entry, isClosing ? lists.closing : lists.live, this.#now)
    if (isClosing && !flow.settled) this.#linger(entry, flow)
  }

  #linger(entry: number, flow: TcpFlow): void {
    this.#lingering.set(flow, entry)
    if (this.#lingering.size <= mostLingering) return
    const [oldest] = this.#lingering
    if (!oldest) return
    const [over, at] = oldest
    this.#lingering.delete(over)
    if (this.#flows[at] !== over) return
    this.#flows[at] = new SettledFlow(over)
    this.#finish(over, 'closed')
  }

  #takeId(): number {
    return this.#replayed?.id ?? this.#ids.value++
  }

  #recallPacket(packet: Packet): Recalled {
    const { bytes, ipVersion, sourceAt, destinationAt, sourcePort, destinationPort } = packet
    const isSix = ipVersion === 6
    return (
      this.#companion?.recall(bytes, isSix, sourceAt, destinationAt, sourcePort, destinationPort) ??
      'unknown'
    )
  }

  #udp(packet: Packet): void {
    const table = this.#table
    let entry = table.find(packet)
    const { side } = table
    let flow: UdpFlow | null
    if (entry < 0) {
      entry = this.#add(packet, lists.datagrams)
      flow = new UdpFlow(this.#ids.value, packet, side, false)
      // A flow that nobody wants has no number: those that are reported count without holes.
      if (!this.#datagram(flow, side, packet)) {
        flow = null
        this.#companion?.ignore()
      } else this.#ids.value++
      this.#flows[entry] = flow
      return
    }
    table.touch(entry, lists.datagrams, this.#now)
    flow = this.#flows[entry] as UdpFlow | null
    if (flow === null || flow.done) return
    if (this.#datagram(flow, side, packet)) return
    this.#flows[entry] = null
    this.#companion?.ignore()
  }

  #datagram(flow: UdpFlow, side: 0 | 1, packet: Packet): boolean {
    const { bytes, payloadFrom, payloadTo } = packet
    const direction = flow.directionOf(side)
    return this.#listener.datagram(flow, direction, bytes, payloadFrom, payloadTo, packet)
  }

  #icmp(packet: Packet): void {
    const quoted = quotationOf(packet)
    if (quoted === null) return
    const { bytes, frame, payloadFrom, payloadTo, ipVersion } = packet
    const find = (): number =>
      this.#table.lookUp(
        bytes,
        quoted.version === 6,
        quoted.sourceAt,
        quoted.destinationAt,
        quoted.sourcePort,
        quoted.destinationPort,
        quoted.protocol,
      )
    let entry = find()
    if (entry < 0 && this.#companion && quoted.protocol === ipProtocols.tcp) {
      const { version, sourceAt, destinationAt, sourcePort, destinationPort } = quoted
      this.#companion.recall(
        bytes,
        version === 6,
        sourceAt,
        destinationAt,
        sourcePort,
        destinationPort,
      )
      entry = find()
    }
    const flow = entry < 0 ? null : this.#flows[entry]
    if (!flow || flow instanceof SettledFlow || flow.icmp.length >= mostIcmp) return
    const direction = flow.directionOf(this.#table.side)
    flow.icmp.push({
      frame: frame.number,
      time: { seconds: frame.seconds, nanos: frame.nanos },
      version: quoted.version,
      type: bytes[payloadFrom]!,
      code: bytes[payloadFrom + 1]!,
      mtu: nextHopMtu(packet),
      source: ipVersion === 4 ? ip4Text(bytes, packet.sourceAt) : ip6Text(bytes, packet.sourceAt),
      about: direction === 0 ? 'client' : 'server',
      span: packet.spanOf(payloadFrom, payloadTo - payloadFrom),
    })
  }

  #add(packet: Packet, list: List): number {
    const table = this.#table
    if (table.count >= this.#mostFlows) {
      this.#close(this.#dispensable(), 'evicted')
      table.find(packet) // closing may have asked the table for something else
    }
    return table.add(list, this.#now)
  }

  /** The flow that is missed least: one that is over already, or else the one not seen for longest. */
  #dispensable(): number {
    const table = this.#table
    const closing = table.oldest(lists.closing)
    if (closing >= 0) return closing
    const live = table.oldest(lists.live)
    const datagrams = table.oldest(lists.datagrams)
    if (live < 0 || datagrams < 0) return Math.max(live, datagrams)
    return table.lastSeen(live) < table.lastSeen(datagrams) ? live : datagrams
  }

  #expire(): void {
    const table = this.#table
    for (const list of Object.values(lists)) {
      for (;;) {
        const entry = table.oldest(list)
        if (entry < 0 || this.#now - table.lastSeen(entry) <= idle[list]) break
        this.#close(entry, 'evicted')
      }
    }
  }

  #close(entry: number, reason: FlowEnd): void {
    const flow = this.#flows[entry]
    this.#flows[entry] = null
    this.#table.remove(entry)
    if (flow && !(flow instanceof SettledFlow)) this.#finish(flow, reason)
  }

  #finish(flow: TcpFlow | UdpFlow, reason: FlowEnd): void {
    if (flow.transport === 'udp') {
      this.#listener.end(flow, reason)
      return
    }
    this.#lingering.delete(flow)
    flow.flush()
    flow.release()
    if (flow.settled) return
    this.#listener.end(flow, flow.isClosing ? (flow.wasReset ? 'reset' : 'closed') : reason)
  }
}
