// IPv4 and IPv6, with the headers between them and what they carry. RFC 791 §3.1, RFC 8200 §3 and §4.

import { namer } from '../registry/name.ts'
import { ipProtocols } from '../registry/tables/ip-protocols.ts'
import { asAddress4, asAddress6 } from './address-text.ts'
import type { Layer } from './layer.ts'
import { group, leaf, type Node } from './node.ts'
import { tcpNodes, udpNodes } from './transport.ts'

const nameOfProtocol = namer(ipProtocols)
const tcp = 6
const udp = 17

export function ipNodes(layer: Layer): Node[] {
  const first = layer.u8(layer.from)
  switch (first === null ? 0 : first >> 4) {
    case 4:
      return ip4(layer, first ?? 0)
    case 6:
      return ip6(layer)
    default:
      return [layer.rest('payload', 'Payload')]
  }
}

function ip4(layer: Layer, first: number): Node[] {
  const { from, bytes } = layer
  const headerLength = (first & 15) * 4
  if (headerLength < 20 || from + headerLength > layer.end) return [layer.rest('ip', 'IPv4 (cut)')]
  const at = (offset: number): number => layer.u16(from + offset) ?? 0
  const length = at(2)
  const flags = at(6)
  const protocol = bytes[from + 9]!
  const source = asAddress4(bytes.subarray(from + 12, from + 16))
  const destination = asAddress4(bytes.subarray(from + 16, from + 20))
  const field = fieldsOf(layer, 'ip')
  const children = [
    field('version', 0, 1, '4', 4),
    field('header_length', 0, 1, String(headerLength), headerLength),
    field('tos', 1, 2, String(bytes[from + 1]), bytes[from + 1]),
    field('total_length', 2, 4, String(length), length),
    field('id', 4, 6, String(at(4)), at(4)),
    field('flags', 6, 7, fragmentFlags(flags), flags >> 13),
    field('fragment_offset', 6, 8, String((flags & 0x1fff) * 8), (flags & 0x1fff) * 8),
    field('ttl', 8, 9, String(bytes[from + 8]), bytes[from + 8]),
    field('protocol', 9, 10, `${nameOfProtocol(protocol)} (${protocol})`, protocol),
    field('checksum', 10, 12, String(at(10)), at(10)),
    field('src', 12, 16, source, source),
    field('dst', 16, 20, destination, destination),
  ]
  if (headerLength > 20)
    children.push(field('options', 20, headerLength, `${headerLength - 20} bytes`))
  const place = layer.place(from, from + headerLength)
  const node = group('ip', 'IPv4', place, `${source} → ${destination}`, children)
  // A total length of zero is what segmentation offload leaves behind.
  const next = layer.after(from + headerLength, length === 0 ? layer.to : from + length)
  if ((flags & 0x1fff) !== 0) return [node, next.rest('payload', 'Fragment')]
  return [node, ...protocolNodes(next, protocol)]
}

function fragmentFlags(flags: number): string {
  const set = [(flags & 0x4000) !== 0 ? 'DF' : '', (flags & 0x2000) !== 0 ? 'MF' : ''].filter(
    (f) => f !== '',
  )
  return set.length === 0 ? 'none' : set.join(' ')
}

function ip6(layer: Layer): Node[] {
  const { from, bytes } = layer
  if (from + 40 > layer.end) return [layer.rest('ip', 'IPv6 (cut)')]
  const length = layer.u16(from + 4) ?? 0
  const protocol = bytes[from + 6]!
  const source = asAddress6(bytes.subarray(from + 8, from + 24))
  const destination = asAddress6(bytes.subarray(from + 24, from + 40))
  const field = fieldsOf(layer, 'ip')
  const children = [
    field('version', 0, 1, '6', 6),
    field('payload_length', 4, 6, String(length), length),
    field('protocol', 6, 7, `${nameOfProtocol(protocol)} (${protocol})`, protocol),
    field('ttl', 7, 8, String(bytes[from + 7]), bytes[from + 7]),
    field('src', 8, 24, source, source),
    field('dst', 24, 40, destination, destination),
  ]
  const node = group(
    'ip',
    'IPv6',
    layer.place(from, from + 40),
    `${source} → ${destination}`,
    children,
  )
  const next = layer.after(from + 40, length === 0 ? layer.to : from + 40 + length)
  return [node, ...extensionNodes(next, protocol)]
}

/** Hop-by-hop options, routing, fragment and destination options; more than eight in a row is no honest packet. */
function extensionNodes(layer: Layer, protocol: number, left = 8): Node[] {
  const isFragment = protocol === 44
  const isExtension = protocol === 0 || protocol === 43 || protocol === 60 || isFragment
  const nextProtocol = layer.u8(layer.from)
  const units = layer.u8(layer.from + 1)
  if (!isExtension || left === 0 || nextProtocol === null || units === null)
    return protocolNodes(layer, protocol)
  const length = isFragment ? 8 : (units + 1) * 8
  const name = nameOfProtocol(protocol)
  const place = layer.place(layer.from, layer.from + length)
  const node = leaf('ip.extension', name, place, `next: ${nameOfProtocol(nextProtocol)}`, protocol)
  const next = layer.after(layer.from + length)
  const offset = isFragment ? (layer.u16(layer.from + 2) ?? 0) & 0xfff8 : 0
  if (offset !== 0) return [node, next.rest('payload', 'Fragment')]
  return [node, ...extensionNodes(next, nextProtocol, left - 1)]
}

function protocolNodes(layer: Layer, protocol: number): Node[] {
  switch (protocol) {
    case tcp:
      return tcpNodes(layer)
    case udp:
      return udpNodes(layer)
    case 4:
    case 41:
      return ipNodes(layer)
    default:
      return [layer.rest('payload', nameOfProtocol(protocol))]
  }
}

type FieldNode = (
  name: string,
  from: number,
  to: number,
  text: string,
  value?: number | string,
) => Node

/** Nodes of a fixed header's fields, by offsets from the layer's start. */
export function fieldsOf(layer: Layer, path: string): FieldNode {
  return (name, from, to, text, value) =>
    leaf(
      `${path}.${name}`,
      name,
      layer.place(layer.from + from, layer.from + to),
      text,
      value ?? null,
    )
}
