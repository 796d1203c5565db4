// The names that a filter may use, and what each means for a row.

import { tcpFlags } from '../net/packet.ts'
import { nameOfAlert } from '../registry/name.ts'
import type { FrameRow } from '../dissect/frame-row.ts'

export type Value = string | number

/** All values that a row has for a field; a pair such as `IPv4.Address` has two, an absent field none. */
export type Field = (row: FrameRow) => readonly (Value | undefined)[]

const ip4 = (pick: (ip: NonNullable<FrameRow['ip']>) => Value[]): Field => {
  return ({ ip }) => (ip?.version === 4 ? pick(ip) : [])
}
const ip6 = (pick: (ip: NonNullable<FrameRow['ip']>) => Value[]): Field => {
  return ({ ip }) => (ip?.version === 6 ? pick(ip) : [])
}
const anyIp = (pick: (ip: NonNullable<FrameRow['ip']>) => Value[]): Field => {
  return ({ ip }) => (ip ? pick(ip) : [])
}
const tcp = (pick: (tcp: NonNullable<FrameRow['tcp']>) => Value): Field => {
  return ({ tcp: segment }) => (segment ? [pick(segment)] : [])
}
const flag = (bit: number): Field => tcp(({ flags }) => ((flags & bit) === 0 ? 0 : 1))
const port =
  (protocol: string, ends: readonly ('source' | 'destination')[]): Field =>
  ({ ports, protocols }) =>
    protocols.includes(protocol) && ports ? ends.map((end) => ports[end]) : []

/** By name in lower case. Network Monitor's names first, then Wireshark's. */
export const fields: Readonly<Record<string, Field>> = {
  source: (row) => [row.source],
  destination: (row) => [row.destination],
  description: (row) => [row.description],
  protocolname: (row) => [row.protocols.at(-1)],
  'property.source': (row) => [row.source],
  'property.destination': (row) => [row.destination],
  'property.description': (row) => [row.description],
  'property.protocolname': (row) => [row.protocols.at(-1)],
  'property.tcpretransmit': tcp((t) => (t.retransmit ? 1 : 0)),
  'property.tcpsynretransmit': tcp((t) => (t.synRetransmit ? 1 : 0)),
  'property.tcppayloadlength': tcp((t) => t.payloadLength),
  'property.tcpseqnumber': tcp((t) => t.seq),
  'property.tcpacknumber': tcp((t) => t.ack),
  // Network Monitor counts from 0 here, and from 1 everywhere else.
  'framevariable.framenumber': (row) => [row.number - 1],
  'framevariable.timeoffset': (row) => [Math.round(row.offset * 1e7)],
  'framevariable.timedelta': (row) => [Math.round(row.delta * 1e7)],
  'framevariable.framelength': (row) => [row.wholeLength],
  'ipv4.address': ip4((ip) => [ip.source, ip.destination]),
  'ipv4.sourceaddress': ip4((ip) => [ip.source]),
  'ipv4.destinationaddress': ip4((ip) => [ip.destination]),
  'ipv4.timetolive': ip4((ip) => [ip.timeToLive]),
  'ipv4.identification': ip4((ip) => [ip.identification]),
  'ipv6.address': ip6((ip) => [ip.source, ip.destination]),
  'ipv6.sourceaddress': ip6((ip) => [ip.source]),
  'ipv6.destinationaddress': ip6((ip) => [ip.destination]),
  'ipv6.hoplimit': ip6((ip) => [ip.timeToLive]),
  'tcp.port': port('TCP', ['source', 'destination']),
  'tcp.srcport': port('TCP', ['source']),
  'tcp.dstport': port('TCP', ['destination']),
  'udp.port': port('UDP', ['source', 'destination']),
  'udp.srcport': port('UDP', ['source']),
  'udp.dstport': port('UDP', ['destination']),
  'tcp.sequencenumber': tcp((t) => t.seq),
  'tcp.acknowledgementnumber': tcp((t) => t.ack),
  'tcp.window': tcp((t) => t.window),
  'tcp.flags': tcp((t) => t.flags),
  'tcp.flags.syn': flag(tcpFlags.syn),
  'tcp.flags.ack': flag(tcpFlags.ack),
  'tcp.flags.fin': flag(tcpFlags.fin),
  'tcp.flags.reset': flag(tcpFlags.rst),
  'tcp.flags.push': flag(tcpFlags.psh),
  'tcp.flags.urgent': flag(tcpFlags.urg),
  'frame.number': (row) => [row.number],
  'frame.len': (row) => [row.wholeLength],
  'frame.cap_len': (row) => [row.length],
  'frame.time_relative': (row) => [row.offset],
  'frame.time_delta': (row) => [row.delta],
  'ip.addr': anyIp((ip) => [ip.source, ip.destination]),
  'ip.src': anyIp((ip) => [ip.source]),
  'ip.dst': anyIp((ip) => [ip.destination]),
  'ipv6.addr': ip6((ip) => [ip.source, ip.destination]),
  'ip.ttl': anyIp((ip) => [ip.timeToLive]),
  'ip.id': ip4((ip) => [ip.identification]),
  'tcp.seq': tcp((t) => t.seq),
  'tcp.ack': tcp((t) => t.ack),
  'tcp.len': tcp((t) => t.payloadLength),
  'tcp.flags.rst': flag(tcpFlags.rst),
  'tcp.flags.reset.set': flag(tcpFlags.rst),
  'tcp.analysis.retransmission': ({ tcp: t }) =>
    t && (t.retransmit || t.synRetransmit) ? [1] : [],
  'tls.conversation': ({ tls }) => [tls?.conversation],
  'tls.message': ({ tls }) => tls?.messages ?? [],
  'tls.handshake': ({ tls }) => tls?.messages ?? [],
  'tls.handshake.type': ({ tls }) => tls?.handshakeTypes ?? [],
  'tls.handshake.extensions_server_name': ({ tls }) => [tls?.serverName ?? undefined],
  'tls.alert_message.desc': ({ tls }) => tls?.alerts ?? [],
  'tls.alert': ({ tls }) => tls?.alerts.flatMap((code) => [code, nameOfAlert(code)]) ?? [],
  'tls.alert_message': ({ tls }) => tls?.alerts ?? [],
  'tls.alert.description': ({ tls }) =>
    tls?.alerts.flatMap((code) => [code, nameOfAlert(code)]) ?? [],
  'tls.servername': ({ tls }) => [tls?.serverName ?? undefined],
}

/** Protocols that may be asked for by another name. */
const synonyms: Readonly<Record<string, string>> = {
  ssl: 'tls',
  ip: 'ipv4',
  eth: 'ethernet',
}

/** What the frame summary calls its protocols, in lower case. */
export const protocolNames: readonly string[] = [
  'frame',
  'eth',
  'ethernet',
  'arp',
  'ip',
  'ipv4',
  'ipv6',
  'icmp',
  'icmpv6',
  'tcp',
  'udp',
  'tls',
  'ssl',
  'dtls',
  'quic',
  'dns',
  'http',
  'eap',
  'eapol',
  'radius',
]

/** Whether the frame has the protocol; undefined where `name` is none. */
export function hasProtocol(row: FrameRow, name: string): boolean | undefined {
  const wanted = synonyms[name] ?? name
  if (wanted === 'frame') return true
  if (row.protocols.some((protocol) => protocol.toLowerCase() === wanted)) return true
  return protocolNames.includes(name) ? false : undefined
}
