// The layers below IP: what the capture calls a link, and the tags on it.

import { namer } from '../registry/name.ts'
import { ethertypes } from '../registry/tables/ethertypes.ts'
import { addressFamilyRows } from '../registry/tables/address-families.ts'
import { linkTypes } from '../registry/tables/link-types.ts'
import { pppProtocols } from '../registry/tables/ppp-protocols.ts'
import type { Cursor } from '../wire/cursor.ts'
import { eapolNodes } from './eap.ts'
import { ipNodes } from './ip.ts'
import type { Layer } from './layer.ts'
import { group, leaf, type Node } from './node.ts'
import { traceNodes } from './trace-tree.ts'

/** Nodes of the frame's layers, the outermost first. What no reader here knows is one node of bytes. */
export function linkNodes(layer: Layer, linkType: number): Node[] {
  switch (linkType) {
    case linkTypes.LINKTYPE_ETHERNET:
      return ethernet(layer)
    case linkTypes.LINKTYPE_NULL:
    case linkTypes.LINKTYPE_LOOP:
      return loopback(layer)
    case linkTypes.LINKTYPE_RAW:
    case linkTypes.LINKTYPE_IPV4:
    case linkTypes.LINKTYPE_IPV6:
      return ipNodes(layer)
    case linkTypes.LINKTYPE_LINUX_SLL:
      return cooked(layer, 16, 14, readCooked)
    case linkTypes.LINKTYPE_LINUX_SLL2:
      return cooked(layer, 20, 0, readCooked2)
    case linkTypes.LINKTYPE_PPP:
      return ppp(layer)
    default:
      return [layer.rest('link', 'Link layer')]
  }
}

const nameOfEthertype = namer(ethertypes, 4)

function ethernet(layer: Layer): Node[] {
  const { from } = layer
  const type = layer.u16(from + 12)
  if (type === null) return [layer.rest('eth', 'Ethernet')]
  const next = layer.after(from + 14)
  const children = traceNodes(layer.view, from, next.from, 'eth', (c) => {
    c.take(6, 'dst')
    c.take(6, 'src')
    c.u16(type < 0x0600 ? 'length' : 'type')
  })
  const node = group(
    'eth',
    'Ethernet',
    layer.place(from, next.from),
    nameOfEthertype(type),
    children,
  )
  // Below 0x0600 the field is a length, and LLC follows.
  return type < 0x0600 ? [node, next.rest('llc', 'LLC')] : [node, ...ethertypeNodes(next, type)]
}

function ethertypeNodes(layer: Layer, type: number): Node[] {
  switch (type) {
    case ethertypes.IPv4:
    case ethertypes.IPv6:
      return ipNodes(layer)
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return vlan(layer)
    case 0x888e:
      return eapolNodes(layer)
    case 0x8864:
      return pppoe(layer)
    default:
      return [layer.rest('payload', nameOfEthertype(type))]
  }
}

function vlan(layer: Layer): Node[] {
  const { from } = layer
  const tag = layer.u16(from)
  const type = layer.u16(from + 2)
  if (tag === null || type === null) return [layer.rest('vlan', 'VLAN')]
  const children = [
    leaf('vlan.id', 'id', layer.place(from, from + 2), String(tag & 0x0fff), tag & 0x0fff),
    leaf('vlan.priority', 'priority', layer.place(from, from + 1), String(tag >> 13), tag >> 13),
    leaf('vlan.type', 'type', layer.place(from + 2, from + 4), nameOfEthertype(type), type),
  ]
  const node = group('vlan', 'VLAN', layer.place(from, from + 4), `id ${tag & 0x0fff}`, children)
  return [node, ...ethertypeNodes(layer.after(from + 4), type)]
}

/** The family stands in the byte order of the host that captured: whichever order gives a small number is it. */
function loopback(layer: Layer): Node[] {
  const { from } = layer
  const [high, low] = [layer.u16(from), layer.u16(from + 2)]
  if (high === null || low === null) return [layer.rest('loopback', 'Loopback')]
  const family = high === 0 ? low : ((high & 0xff) << 8) | (high >> 8)
  const name = addressFamilyRows.find((row) => row.value === family)?.family ?? 'unknown'
  const place = layer.place(from, from + 4)
  const children = [leaf('loopback.family', 'family', place, `${name} (${family})`, family)]
  return [group('loopback', 'Loopback', place, name, children), ...ipNodes(layer.after(from + 4))]
}

function readCooked(c: Cursor): void {
  c.u16('packet_type')
  c.u16('arphrd_type')
  c.u16('address_length')
  c.take(8, 'address')
  c.u16('protocol')
}

function readCooked2(c: Cursor): void {
  c.u16('protocol')
  c.u16('reserved')
  c.u32('interface_index')
  c.u16('arphrd_type')
  c.u8('packet_type')
  c.u8('address_length')
  c.take(8, 'address')
}

function cooked(layer: Layer, length: number, typeAt: number, read: (c: Cursor) => void): Node[] {
  const { from } = layer
  const type = layer.u16(from + typeAt)
  if (type === null) return [layer.rest('sll', 'Linux cooked capture')]
  const next = layer.after(from + length)
  const children = traceNodes(layer.view, from, next.from, 'sll', read)
  const place = layer.place(from, next.from)
  return [
    group('sll', 'Linux cooked capture', place, nameOfEthertype(type), children),
    ...ethertypeNodes(next, type),
  ]
}

function pppoe(layer: Layer): Node[] {
  const { from } = layer
  const next = layer.after(from + 6)
  const children = traceNodes(layer.view, from, next.from, 'pppoe', (c) => {
    c.u8('version_type')
    c.u8('code')
    c.u16('session_id')
    c.u16('length')
  })
  return [group('pppoe', 'PPPoE', layer.place(from, next.from), '', children), ...ppp(next)]
}

function ppp(layer: Layer): Node[] {
  // The two bytes of HDLC address and control may stand in front.
  const from = layer.u16(layer.from) === 0xff03 ? layer.from + 2 : layer.from
  const protocol = layer.u16(from)
  if (protocol === null) return [layer.rest('ppp', 'PPP')]
  const name = namer(pppProtocols, 4)(protocol)
  const place = layer.place(layer.from, from + 2)
  const children = [leaf('ppp.protocol', 'protocol', layer.place(from, from + 2), name, protocol)]
  const next = layer.after(from + 2)
  const carriesIp = protocol === pppProtocols.IPv4 || protocol === pppProtocols.IPv6
  const inner = carriesIp ? ipNodes(next) : [next.rest('payload', name)]
  return [group('ppp', 'PPP', place, name, children), ...inner]
}
