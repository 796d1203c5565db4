// QUIC packets as they stand in a datagram: headers in clear, and what protection leaves.

import { readLongPacket } from '../quic/packet.ts'
import { findVersion, isReservedVersion } from '../quic/version.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import type { Layer } from './layer.ts'
import { group, type Node } from './node.ts'
import { traceNodes } from './trace-tree.ts'

/** A long header of a version that the registry knows: a short header looks like anything. */
export function isQuic(layer: Layer): boolean {
  const first = layer.u8(layer.from) ?? 0
  const version = (layer.u16(layer.from + 1) ?? 0) * 0x1_0000 + (layer.u16(layer.from + 3) ?? 0)
  return (first & 0x80) !== 0 && (findVersion(version) !== undefined || isReservedVersion(version))
}

export function quicNodes(layer: Layer): Node[] {
  const nodes: Node[] = []
  for (let at = layer.from; at < layer.end;) {
    const rest = layer.after(at)
    const packet = (layer.bytes[at]! & 0x80) === 0 ? null : packetAt(rest)
    if (packet === null) return [...nodes, rest.rest('quic.packet', 'QUIC packet')]
    const children = traceNodes(layer.view, at, packet.to, 'quic', readLongPacket)
    nodes.push(
      group('quic.packet', 'QUIC packet', layer.place(at, packet.to), packet.kind, children),
    )
    at = packet.to
  }
  return nodes
}

function packetAt(layer: Layer): { readonly to: number; readonly kind: string } | null {
  try {
    return readLongPacket(new Cursor(layer.bytes, layer.from, layer.to))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}
