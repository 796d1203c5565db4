// TLS in a segment: records, and the messages in them, whole or in part.

import { nameOfContentType } from '../registry/name.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import {
  findRecordFault,
  isPlausibleRecord,
  readRecordHeader,
  recordHeaderLength,
} from '../tls/record.ts'
import {
  isSsl2ClientHello,
  isSsl2ServerHello,
  readSsl2Message,
  readSsl2RecordHeader,
} from '../tls/ssl2.ts'
import { bytesCount } from './bytes-text.ts'
import { alertNode, handshakeNodes, partsIn } from './handshake.ts'
import type { Layer } from './layer.ts'
import { group, leaf, type Node } from './node.ts'
import { traceNodes } from './trace-tree.ts'

export function tlsNodes(layer: Layer): Node[] {
  if (isSsl2(layer)) return [ssl2Node(layer)]
  const start = firstRecord(layer)
  if (start === null) return [middleOrPayload(layer)]
  const before = start > layer.from ? [middleOrPayload(layer.after(layer.from, start))] : []
  return [...before, ...recordNodes(layer.after(start))]
}

/** Where a record starts: the conversation knows, and without it the bytes must speak for themselves. */
function firstRecord(layer: Layer): number | null {
  const known = layer.sight.records
    .map((record) => record.span.offset)
    .filter((at) => at >= layer.from && at < layer.to)
  if (known.length > 0) return Math.min(...known)
  return isPlausibleRecord(layer.bytes, layer.from, layer.end) ? layer.from : null
}

/** Bytes of a record that started in an earlier frame; of no record at all where none is known to. */
function middleOrPayload(layer: Layer): Node {
  const children = partsIn(layer)
  if (children.length === 0) return layer.rest('payload', 'Payload')
  const place = layer.place(layer.from, layer.to)
  return group(
    'tls.record',
    'TLS record, continued',
    place,
    bytesCount(layer.to - layer.from),
    children,
  )
}

function recordNodes(layer: Layer): Node[] {
  const nodes: Node[] = []
  for (let at = layer.from; at < layer.end;) {
    const left = layer.after(at)
    if (findRecordFault(layer.bytes, at, layer.end) !== null)
      return [...nodes, left.rest('payload', 'Payload')]
    if (at + recordHeaderLength > layer.end)
      return [...nodes, left.rest('tls.record', 'Start of a record')]
    const length = layer.bytes[at + 3]! * 256 + layer.bytes[at + 4]!
    const end = Math.min(at + recordHeaderLength + length, layer.to)
    nodes.push(recordNode(layer.after(at, end), length))
    at = end
  }
  return nodes
}

function recordNode(layer: Layer, length: number): Node {
  const { from, to, view } = layer
  const fragment = layer.after(from + recordHeaderLength)
  const header = traceNodes(view, from, fragment.from, 'tls.record', readRecordHeader)
  const type = layer.bytes[from]!
  const here = fragment.to - fragment.from
  const cut = here < length ? `, ${here} of ${bytesCount(length)} here` : ''
  const text = `${nameOfContentType(type)}${cut}`
  return group('tls.record', 'TLS record', layer.place(from, to), text, [
    ...header,
    ...fragmentNodes(fragment, type, length),
  ])
}

function fragmentNodes(layer: Layer, type: number, length: number): Node[] {
  const { from, to } = layer
  const known = partsIn(layer)
  if (known.length > 0) return known
  // Two bytes are in clear, whatever came before: nothing encrypted is that short.
  if (type === contentTypes.alert && length === 2) return [alertNode(layer)]
  if (type === contentTypes.handshake && !layer.sight.whole)
    return handshakeNodes(layer, layer.bytes[from - 4]! * 256 + layer.bytes[from - 3]!)
  if (type === contentTypes.change_cipher_spec && length === 1)
    return [
      leaf(
        'tls.change_cipher_spec',
        'change_cipher_spec',
        layer.place(from, to),
        String(layer.u8(from) ?? ''),
      ),
    ]
  const name = type === contentTypes.application_data ? 'application data' : 'encrypted'
  return from === to ? [] : [layer.rest('tls.encrypted', name)]
}

function isSsl2(layer: Layer): boolean {
  const { bytes, from, end } = layer
  return isSsl2ClientHello(bytes, from, end) || isSsl2ServerHello(bytes, from, end)
}

function ssl2Node(layer: Layer): Node {
  const { from, to, view } = layer
  const children = traceNodes(view, from, to, 'ssl2', (c) => {
    const header = readSsl2RecordHeader(c)
    readSsl2Message(c.sub(header.length, 'message'))
  })
  return group('ssl2', 'SSL 2.0 record', layer.place(from, to), '', children)
}
