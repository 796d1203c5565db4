// EAP on the link and inside RADIUS.

import { readEapol } from '../eap/eapol.ts'
import { readEapPacket } from '../eap/packet.ts'
import { radius } from '../eap/radius.ts'
import { namer } from '../registry/name.ts'
import { eapTypeRows } from '../registry/tables/eap-types.ts'
import { eapolTypes } from '../registry/tables/eapol-types.ts'
import { radiusAttributes } from '../registry/tables/radius-attributes.ts'
import { radiusCodes } from '../registry/tables/radius-codes.ts'
import type { Layer } from './layer.ts'
import { group, leaf, type Node } from './node.ts'
import { traceNodes } from './trace-tree.ts'

const nameOfEapol = namer(eapolTypes)
const nameOfRadius = namer(radiusCodes)
const nameOfAttribute = namer(radiusAttributes)

export function eapolNodes(layer: Layer): Node[] {
  const { from, to, view } = layer
  const type = layer.u8(from + 1)
  if (type === null) return [layer.rest('eapol', 'EAPOL')]
  const children = traceNodes(view, from, to, 'eapol', readEapol)
  const node = group('eapol', 'EAPOL', layer.place(from, to), nameOfEapol(type), children)
  const isPacket = type === eapolTypes['EAP-Packet'] && from + 4 < layer.end
  return isPacket ? [node, eapNode(layer.after(from + 4))] : [node]
}

function eapNode(layer: Layer): Node {
  const { from, to, view } = layer
  const type = layer.u8(from + 4)
  const method = eapTypeRows.find((row) => row.code === type)?.name ?? ''
  return group(
    'eap',
    'EAP',
    layer.place(from, to),
    method,
    traceNodes(view, from, to, 'eap', readEapPacket),
  )
}

/** The length of code, identifier, length and authenticator. RFC 2865 §3. */
const radiusHeader = 20

export function radiusNodes(layer: Layer): Node[] {
  const { from, to, view } = layer
  const header = traceNodes(view, from, from + radiusHeader, 'radius', (c) => {
    c.u8('code')
    c.u8('identifier')
    c.u16('length')
    c.take(16, 'authenticator')
  })
  const children = [...header, ...attributeNodes(layer.after(from + radiusHeader))]
  return [
    group('radius', 'RADIUS', layer.place(from, to), nameOfRadius(layer.u8(from) ?? 0), children),
  ]
}

function attributeNodes(layer: Layer): Node[] {
  const nodes: Node[] = []
  for (let at = layer.from; at < layer.end;) {
    const type = layer.bytes[at]!
    const length = layer.u8(at + 1)
    if (length === null) return [...nodes, layer.after(at).rest('radius.attribute', 'cut')]
    // An attribute holds at least its type and its length: less would go on for ever.
    if (length < 2) return [...nodes, layer.after(at).rest('radius.damage', 'damage')]
    const value = layer.after(at + 2, at + length)
    const name = nameOfAttribute(type)
    // A packet longer than an attribute is spread over several: only one that is whole is looked into.
    const isEap =
      type === radius.eapMessage && (value.u16(value.from + 2) ?? Infinity) <= value.to - value.from
    const text = value.rest('radius.attribute', name).text
    nodes.push(
      isEap
        ? group('radius.attribute', name, layer.place(at, at + length), '', [eapNode(value)])
        : leaf('radius.attribute', name, layer.place(at, at + length), text, type),
    )
    at += length
  }
  return nodes
}
