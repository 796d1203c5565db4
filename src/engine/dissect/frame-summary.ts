// The frame summary: one row for every frame of a capture, with what the scan knows of its conversations.

import type { Frame } from '../capture/frame.ts'
import { Decoder } from '../net/decode.ts'
import type { Packet } from '../net/packet.ts'
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

interface Known {
  readonly conversation: Conversation
  readonly parts: Map<number, MessagePart[]>
}

/** Feed it every frame of the capture in order: retransmissions are told by the frames before. */
export class FrameSummary {
  readonly #netmon: NetmonParser | null
  readonly #known = new Map<string, Known[]>()
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
      const known = { conversation, parts: findMessageParts(conversation) }
      this.#known.set(key, [...(this.#known.get(key) ?? []), known])
    }
  }

  row(frame: Frame): FrameRow {
    const carried = this.#decoder.decode(frame)
    const { packet } = this.#decoder
    const time = { seconds: frame.seconds, nanos: frame.nanos }
    this.#first ??= time
    const delta = this.#last ? secondsBetween(this.#last, time) : 0
    this.#last = time
    const ip = packet.ipVersion === 0 ? null : readIp(packet)
    const ports =
      carried && ip && (packet.protocol === 6 || packet.protocol === 17)
        ? { source: packet.sourcePort, destination: packet.destinationPort }
        : null
    const known = ip && ports ? this.#find(ip, ports, frame.number) : null
    const tcp =
      ports && packet.protocol === 6 ? this.#readTcp(packet, frame.number, ip, ports) : null
    const parts = known?.parts.get(frame.number) ?? []
    const tls = known ? readTls(known, parts, packet) : null
    const protocols = protocolsOf(packet, ip, tls && known ? known.conversation : null)
    return {
      number: frame.number,
      time,
      offset: secondsBetween(this.#first, time),
      delta,
      length: frame.to - frame.from,
      wholeLength: frame.wholeLength,
      source: ip?.source ?? mac(packet, packet.sourceMacAt),
      destination: ip?.destination ?? mac(packet, packet.destinationMacAt),
      protocols,
      description: this.#describe(protocols, packet, { ip, ports, tcp, tls, known, parts }),
      ip,
      ports,
      tcp,
      tls,
      bytes: frame.bytes.subarray(frame.from, frame.to),
    }
  }

  #find(
    ip: { source: string; destination: string },
    ports: { source: number; destination: number },
    frame: number,
  ): Known | null {
    const key = keyOf(
      { address: ip.source, port: ports.source },
      { address: ip.destination, port: ports.destination },
    )
    // A port pair that is used again is another conversation.
    return (
      this.#known
        .get(key)
        ?.find(
          ({ conversation: { firstFrame, lastFrame } }) =>
            firstFrame <= frame && frame <= lastFrame,
        ) ?? null
    )
  }

  #readTcp(
    packet: Packet,
    frame: number,
    ip: { source: string; destination: string } | null,
    ports: { source: number; destination: number },
  ): TcpRow & { readonly original: number | null } {
    const flow = `${ip?.source ?? ''}|${ports.source}|${ip?.destination ?? ''}|${ports.destination}`
    const syn = (packet.flags & 0x02) !== 0
    const original = this.#history.add(flow, packet.seq, packet.payloadWhole, syn, frame)
    return {
      seq: packet.seq >>> 0,
      ack: packet.ack >>> 0,
      flags: packet.flags,
      window: packet.window,
      payloadLength: packet.payloadWhole,
      retransmit: original !== null && !syn,
      synRetransmit: original !== null && syn,
      original,
    }
  }

  #describe(
    protocols: readonly string[],
    packet: Packet,
    { ports, tcp, tls, known, parts }: Described,
  ): string {
    const netmon = this.#netmon
    if (tls && known && packet.payloadWhole > 0) {
      if (netmon) return netmonTls(parts, packet.payloadWhole, netmon)
      const again = tcp?.retransmit ? `retransmission of frame ${tcp.original ?? 0}: ` : ''
      if (parts.length > 0) return again + describeParts(parts)
      const line = known.conversation.preface.find((l) => l.frame === packet.frame.number)
      if (line) return line.text
      return `${again}${protocols.at(-1) ?? ''} data, ${packet.payloadWhole} bytes`
    }
    if (tcp && ports) {
      const label = netmon ? 'TCP:' : ''
      const again =
        tcp.original === null
          ? ''
          : netmon
            ? `[${tcp.synRetransmit ? 'SynReTransmit' : 'ReTransmit'} #${tcp.original}]`
            : `retransmission of frame ${tcp.original}: `
      return label + again + netmonTcp(tcp, ports)
    }
    if (ports)
      return `SrcPort=${ports.source}, DstPort=${ports.destination}, PayloadLen=${packet.payloadWhole}`
    return `${protocols.at(-1) ?? 'Frame'}, ${packet.frame.wholeLength} bytes`
  }
}

const nameOfEthertype = finder(ethertypes)

interface Described {
  readonly ip: FrameRow['ip']
  readonly ports: FrameRow['ports']
  readonly tcp: (TcpRow & { readonly original: number | null }) | null
  readonly tls: TlsRow | null
  readonly known: Known | null
  readonly parts: readonly MessagePart[]
}

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
function readTls(known: Known, parts: readonly MessagePart[], packet: Packet): TlsRow | null {
  const { conversation } = known
  if (conversation.protocol === null || packet.payloadWhole === 0) return null
  const inPreface = conversation.preface.some((line) => line.frame === packet.frame.number)
  if (inPreface && parts.length === 0) return null
  return {
    conversation: conversation.id,
    messages: parts.map(({ message }) => message.name),
    alerts: parts.flatMap(({ message }) =>
      message.kind === 'alert' && message.code !== null ? [message.code] : [],
    ),
    serverName: serverName(conversation),
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
    const transport = ipProtocolRows.find((row) => row.codepoint === packet.protocol)?.name
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
