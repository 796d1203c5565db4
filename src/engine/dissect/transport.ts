// TCP and UDP, and what they carry here: TLS, DTLS, QUIC, RADIUS. RFC 9293 §3.1, RFC 768.

import { isRadius } from '../eap/radius.ts'
import { tcpFlags } from '../net/packet.ts'
import { dtlsNodes, isDtls } from './dtls.ts'
import { radiusNodes } from './eap.ts'
import { fieldsOf } from './ip.ts'
import type { Layer } from './layer.ts'
import { group, leaf, type Node } from './node.ts'
import { isQuic, quicNodes } from './quic.ts'
import { tlsNodes } from './tls.ts'

export function tcpNodes(layer: Layer): Node[] {
  const { from, bytes } = layer
  const headerLength = ((layer.u8(from + 12) ?? 0) >> 4) * 4
  if (headerLength < 20 || from + headerLength > layer.end) return [layer.rest('tcp', 'TCP (cut)')]
  const u16 = (offset: number): number => layer.u16(from + offset) ?? 0
  const u32 = (offset: number): number => u16(offset) * 0x1_0000 + u16(offset + 2)
  const flags = bytes[from + 13]!
  const field = fieldsOf(layer, 'tcp')
  const children = [
    field('srcport', 0, 2, String(u16(0)), u16(0)),
    field('dstport', 2, 4, String(u16(2)), u16(2)),
    field('seq', 4, 8, String(u32(4)), u32(4)),
    field('ack', 8, 12, String(u32(8)), u32(8)),
    field('header_length', 12, 13, String(headerLength), headerLength),
    field('flags', 13, 14, `${flagsText(flags)} (0x${flags.toString(16).padStart(2, '0')})`, flags),
    field('window', 14, 16, String(u16(14)), u16(14)),
    field('checksum', 16, 18, String(u16(16)), u16(16)),
    field('urgent_pointer', 18, 20, String(u16(18)), u16(18)),
    ...optionNodes(layer.after(from + 20, from + headerLength)),
  ]
  const payload = layer.after(from + headerLength)
  const length = payload.to - payload.from
  const text = `${u16(0)} → ${u16(2)}, ${flagsText(flags)}, ${length} bytes of payload`
  const node = group('tcp', 'TCP', layer.place(from, payload.from), text, children)
  return length === 0 ? [node] : [node, ...tlsNodes(payload)]
}

function flagsText(flags: number): string {
  const set = Object.entries(tcpFlags).filter(([, bit]) => (flags & bit) !== 0)
  return set.map(([name]) => name.toUpperCase()).join(' ') || 'none'
}

const optionNames: Readonly<Record<number, string>> = {
  2: 'maximum_segment_size',
  3: 'window_scale',
  4: 'sack_permitted',
  5: 'sack',
  8: 'timestamps',
}

function optionNodes(layer: Layer): Node[] {
  const nodes: Node[] = []
  for (let at = layer.from; at < layer.end;) {
    const kind = layer.bytes[at]!
    if (kind === 0) break
    const length = kind === 1 ? 1 : (layer.u8(at + 1) ?? 0)
    // An option that does not even hold its own length would go on for ever.
    if (kind !== 1 && length < 2) break
    if (kind !== 1) nodes.push(optionNode(layer, kind, at, at + length))
    at += length
  }
  return nodes
}

function optionNode(layer: Layer, kind: number, from: number, to: number): Node {
  const name = optionNames[kind] ?? `option ${kind}`
  const value = kind === 2 ? layer.u16(from + 2) : kind === 3 ? layer.u8(from + 2) : null
  const text = value === null ? `${to - from} bytes` : String(value)
  return leaf(`tcp.option.${optionNames[kind] ?? kind}`, name, layer.place(from, to), text, value)
}

export function udpNodes(layer: Layer): Node[] {
  const { from } = layer
  if (from + 8 > layer.end) return [layer.rest('udp', 'UDP (cut)')]
  const u16 = (offset: number): number => layer.u16(from + offset) ?? 0
  const field = fieldsOf(layer, 'udp')
  const children = [
    field('srcport', 0, 2, String(u16(0)), u16(0)),
    field('dstport', 2, 4, String(u16(2)), u16(2)),
    field('length', 4, 6, String(u16(4)), u16(4)),
    field('checksum', 6, 8, String(u16(6)), u16(6)),
  ]
  const payload = layer.after(from + 8)
  const text = `${u16(0)} → ${u16(2)}, ${payload.to - payload.from} bytes of payload`
  const node = group('udp', 'UDP', layer.place(from, from + 8), text, children)
  return payload.from === payload.to ? [node] : [node, ...datagramNodes(payload)]
}

function datagramNodes(layer: Layer): Node[] {
  if (isDtls(layer)) return dtlsNodes(layer)
  if (isRadius(layer.bytes, layer.from, layer.to)) return radiusNodes(layer)
  if (isQuic(layer)) return quicNodes(layer)
  return [layer.rest('payload', 'Payload')]
}
