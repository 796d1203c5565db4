// The frame summary: one row for every frame of a capture, with what the scan knows of its conversations.

import type { Frame } from '../capture/frame.ts'
import { Decoder } from '../net/decode.ts'
import { FlowTable, lists } from '../net/flow-table.ts'
import { tcpFlags, type Packet } from '../net/packet.ts'
import { ethertypes } from '../registry/tables/ethertypes.ts'
import { finder } from '../registry/name.ts'
import { ipProtocolRows } from '../registry/tables/ip-protocols.ts'
import type { Conversation } from '../session/conversation.ts'
import { serverName } from '../session/handshake-view.ts'
import type { Moment } from '../wire/moment.ts'
import { secondsBetween } from '../wire/moment.ts'
import { asAddress4, asAddress6 } from './address-text.ts'
import type { FrameRow, TcpRow, TlsRow } from './frame-row.ts'
import { findMessageParts, type MessagePart } from './message-parts.ts'
import { netmonTcp, netmonTls, type NetmonParser } from './netmon-description.ts'
import { SegmentHistory } from './segment-history.ts'
import { describeParts } from './tls-description.ts'

export interface SummaryOptions {
  /** Describe as Network Monitor did. Default: our own descriptions. */
  readonly netmon?: NetmonParser
}

class Known {
  readonly conversation: Conversation
  #parts: Map<number, MessagePart[]> | null = null
  /** Frames that bring plaintext before TLS. */
  #preface: Map<number, string> | null = null

  constructor(conversation: Conversation) {
    this.conversation = conversation
  }

  partsIn(frame: number): readonly MessagePart[] {
    this.#parts ??= findMessageParts(this.conversation)
    return this.#parts.get(frame) ?? []
  }

  /** What the first line of plaintext in the frame says; undefined where it brings none. */
  prefaceIn(frame: number): string | undefined {
    this.#preface ??= new Map(this.conversation.preface.toReversed().map((l) => [l.frame, l.text]))
    return this.#preface.get(frame)
  }
}

/** Flows that are told apart at a time: beyond it the one not seen for longest is forgotten. */
const flowsMost = 100_000

/** Feed it every frame of the capture in order: retransmissions are told by the frames before. */
export class FrameSummary {
  readonly #netmon: NetmonParser | null
  readonly #known = new Map<string, Known[]>()
  readonly #table = new FlowTable()
  /** By entry of the table. */
  readonly #conversations: (readonly Known[])[] = []
  readonly #history = new SegmentHistory()
  readonly #decoder: Decoder
  #first: Moment | null = null
  #last: Moment | null = null

  /** `conversations`: those of this capture, as the scan found them. */
  constructor(frame: Frame, conversations: readonly Conversation[], options: SummaryOptions = {}) {
    this.#decoder = new Decoder(frame)
    this.#netmon = options.netmon ?? null
    for (const conversation of conversations) {
      const key = keyOf(conversation.client, conversation.server)
      const known = new Known(conversation)
      const others = this.#known.get(key)
      if (others) others.push(known)
      else this.#known.set(key, [known])
    }
  }

  /** The row of a frame. It reads what it is asked for, and can be asked until the next frame. */
  row(frame: Frame): FrameRow {
    const carried = this.#decoder.decode(frame)
    const { packet } = this.#decoder
    const time = { seconds: frame.seconds, nanos: frame.nanos }
    this.#first ??= time
    const delta = this.#last ? secondsBetween(this.#last, time) : 0
    this.#last = time
    const { protocol } = packet
    const hasPorts = carried && packet.ipVersion !== 0 && (protocol === 6 || protocol === 17)
    const entry = hasPorts ? this.#entryOf(packet) : -1
    const original = protocol === 6 && hasPorts ? this.#originalOf(packet, entry) : null
    const known = hasPorts ? this.#find(entry, frame.number) : null
    const offset = secondsBetween(this.#first, time)
    return new LazyRow(packet, { time, offset, delta, hasPorts, original, known }, this.#netmon)
  }

  #entryOf(packet: Packet): number {
    const table = this.#table
    const { seconds } = packet.frame
    let entry = table.find(packet)
    if (entry >= 0) {
      table.touch(entry, lists.live, seconds)
      return entry
    }
    if (table.count >= flowsMost) {
      const oldest = table.oldest(lists.live)
      table.remove(oldest)
      this.#history.forget(2 * oldest)
      this.#history.forget(2 * oldest + 1)
      table.find(packet)
    }
    entry = table.add(lists.live, seconds)
    const { source, destination } = readIp(packet)
    const key = keyOf(
      { address: source, port: packet.sourcePort },
      { address: destination, port: packet.destinationPort },
    )
    this.#conversations[entry] = this.#known.get(key) ?? []
    return entry
  }

  #originalOf(packet: Packet, entry: number): number | null {
    const isSyn = (packet.flags & tcpFlags.syn) !== 0
    const direction = 2 * entry + this.#table.side
    const { frame, seq, payloadWhole } = packet
    return this.#history.add(direction, seq, payloadWhole, isSyn, frame.number)
  }

  /** A port pair that is used again is another conversation. */
  #find(entry: number, frame: number): Known | null {
    for (const known of this.#conversations[entry] ?? []) {
      const { firstFrame, lastFrame } = known.conversation
      if (firstFrame <= frame && frame <= lastFrame) return known
    }
    return null
  }
}

interface Seen {
  readonly time: Moment
  readonly offset: number
  readonly delta: number
  readonly hasPorts: boolean
  /** The frame that sent the same segment before. */
  readonly original: number | null
  readonly known: Known | null
}

/** Most rows are asked for one thing, and are not shown. */
class LazyRow implements FrameRow {
  readonly time: Moment
  readonly offset: number
  readonly delta: number
  readonly #packet: Packet
  readonly #seen: Seen
  readonly #netmon: NetmonParser | null
  #ip: FrameRow['ip'] | undefined
  #tls: TlsRow | null | undefined

  constructor(packet: Packet, seen: Seen, netmon: NetmonParser | null) {
    this.#packet = packet
    this.#seen = seen
    this.#netmon = netmon
    this.time = seen.time
    this.offset = seen.offset
    this.delta = seen.delta
  }

  get number(): number {
    return this.#packet.frame.number
  }

  get length(): number {
    return this.#packet.frame.to - this.#packet.frame.from
  }

  get wholeLength(): number {
    return this.#packet.frame.wholeLength
  }

  get bytes(): Uint8Array {
    const { bytes, from, to } = this.#packet.frame
    return bytes.subarray(from, to)
  }

  get ip(): FrameRow['ip'] {
    return (this.#ip ??= this.#packet.ipVersion === 0 ? null : readIp(this.#packet))
  }

  get ports(): FrameRow['ports'] {
    const { sourcePort, destinationPort } = this.#packet
    return this.#seen.hasPorts ? { source: sourcePort, destination: destinationPort } : null
  }

  get source(): string {
    return this.ip?.source ?? mac(this.#packet, this.#packet.sourceMacAt)
  }

  get destination(): string {
    return this.ip?.destination ?? mac(this.#packet, this.#packet.destinationMacAt)
  }

  get tcp(): TcpRow | null {
    const packet = this.#packet
    if (!this.#seen.hasPorts || packet.protocol !== 6) return null
    const isSyn = (packet.flags & tcpFlags.syn) !== 0
    const isCopy = this.#seen.original !== null
    return {
      seq: packet.seq >>> 0,
      ack: packet.ack >>> 0,
      flags: packet.flags,
      window: packet.window,
      payloadLength: packet.payloadWhole,
      retransmit: isCopy && !isSyn,
      synRetransmit: isCopy && isSyn,
    }
  }

  get tls(): TlsRow | null {
    if (this.#tls !== undefined) return this.#tls
    const { known } = this.#seen
    return (this.#tls = known && readTls(known, this.#packet))
  }

  get protocols(): readonly string[] {
    const { known } = this.#seen
    return protocolsOf(this.#packet, this.ip, this.tls && known ? known.conversation : null)
  }

  get description(): string {
    const netmon = this.#netmon
    const { original, known } = this.#seen
    const { payloadWhole, frame } = this.#packet
    const { protocols, ports, tcp } = this
    if (this.tls && known && payloadWhole > 0) {
      const parts = known.partsIn(frame.number)
      if (netmon) return netmonTls(parts, payloadWhole, netmon)
      const again = tcp?.retransmit ? `retransmission of frame ${original ?? 0}: ` : ''
      if (parts.length > 0) return again + describeParts(parts)
      const line = known.prefaceIn(frame.number)
      if (line !== undefined) return line
      return `${again}${protocols.at(-1) ?? ''} data, ${payloadWhole} bytes`
    }
    if (tcp && ports) {
      const label = netmon ? 'TCP:' : ''
      const again =
        original === null
          ? ''
          : netmon
            ? `[${tcp.synRetransmit ? 'SynReTransmit' : 'ReTransmit'} #${original}]`
            : `retransmission of frame ${original}: `
      return label + again + netmonTcp(tcp, ports)
    }
    if (ports)
      return `SrcPort=${ports.source}, DstPort=${ports.destination}, PayloadLen=${payloadWhole}`
    return `${protocols.at(-1) ?? 'Frame'}, ${frame.wholeLength} bytes`
  }
}

const nameOfEthertype = finder(ethertypes)
const transports = new Map(ipProtocolRows.map((row) => [row.codepoint, row.name]))

/** The same for both directions. */
function keyOf(
  a: { readonly address: string; readonly port: number },
  b: { readonly address: string; readonly port: number },
): string {
  const [x, y] = [`${a.address}|${a.port}`, `${b.address}|${b.port}`]
  return x < y ? `${x}|${y}` : `${y}|${x}`
}

function readIp(packet: Packet): NonNullable<FrameRow['ip']> {
  const size = packet.ipVersion === 4 ? 4 : 16
  const text = packet.ipVersion === 4 ? asAddress4 : asAddress6
  const address = (at: number): string => text(packet.bytes.subarray(at, at + size))
  return {
    version: packet.ipVersion,
    source: address(packet.sourceAt),
    destination: address(packet.destinationAt),
    timeToLive: packet.ttl,
    identification: Math.max(0, packet.ipId),
  }
}

function mac(packet: Packet, at: number): string {
  if (at < 0) return ''
  return Array.from(packet.bytes.subarray(at, at + 6), (byte) =>
    byte.toString(16).padStart(2, '0').toUpperCase(),
  ).join('-')
}

/** Null where the frame has no payload of the conversation's protocol. */
function readTls(known: Known, packet: Packet): TlsRow | null {
  const { conversation } = known
  if (conversation.protocol === null || packet.payloadWhole === 0) return null
  const { number } = packet.frame
  const parts = known.partsIn(number)
  if (parts.length === 0 && known.prefaceIn(number) !== undefined) return null
  return {
    conversation: conversation.id,
    messages: parts.map(({ message }) => message.name),
    handshakeTypes: parts.flatMap(({ message }) =>
      message.kind === 'handshake' && message.code !== null ? [message.code] : [],
    ),
    alerts: parts.flatMap(({ message }) =>
      message.kind === 'alert' && message.code !== null ? [message.code] : [],
    ),
    get serverName() {
      return serverName(conversation)
    },
  }
}

function protocolsOf(
  packet: Packet,
  ip: FrameRow['ip'],
  conversation: Conversation | null,
): string[] {
  const names: string[] = []
  if (packet.sourceMacAt >= 0) names.push('Ethernet')
  if (ip) {
    names.push(ip.version === 4 ? 'IPv4' : 'IPv6')
    const transport = transports.get(packet.protocol)
    if (packet.protocol !== 0 && transport) names.push(transport.replace('IPv6-ICMP', 'ICMPv6'))
  } else {
    const name = nameOfEthertype(packet.etherType)
    if (name) names.push(name)
  }
  if (conversation) names.push(conversation.protocol === 'sslv2' ? 'SSL' : nameOf(conversation))
  return names
}

function nameOf({ protocol }: Conversation): string {
  return protocol === null ? '' : protocol.toUpperCase()
}
