// DTLS in a datagram: records, and the fragments of messages in them.

import { readDtlsRecord } from '../dtls/record.ts'
import { readFragment } from '../dtls/fragment.ts'
import { nameOfContentType, nameOfHandshakeType } from '../registry/name.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { readHandshakeBody, noContext } from '../tls/handshake.ts'
import { isDtlsVersion } from '../tls/version.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import { alertNode } from './handshake.ts'
import type { Layer } from './layer.ts'
import { group, type Node } from './node.ts'
import { traceNodes } from './trace-tree.ts'

/** Thirteen bytes of header: type, version, epoch, sequence number, length. */
const headerLength = 13

export function isDtls(layer: Layer): boolean {
  const type = layer.u8(layer.from) ?? 0
  const version = layer.u16(layer.from + 1) ?? 0
  return (
    layer.end - layer.from >= headerLength &&
    type >= contentTypes.change_cipher_spec &&
    type <= contentTypes.ACK &&
    isDtlsVersion(version)
  )
}

export function dtlsNodes(layer: Layer): Node[] {
  const nodes: Node[] = []
  const c = new Cursor(layer.bytes, layer.from, layer.to)
  try {
    while (c.left > 0) {
      const record = readDtlsRecord(c, 0)
      nodes.push(recordNode(layer.after(record.from, record.to), record.payloadFrom, record.epoch))
    }
    return nodes
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return [...nodes, layer.after(error.at).rest('dtls.record', `DTLS record (${error.message})`)]
  }
}

function recordNode(layer: Layer, payloadFrom: number, epoch: number): Node {
  const { from, to, view } = layer
  const type = layer.bytes[from]!
  const header = traceNodes(view, from, payloadFrom, 'dtls.record', (c) => {
    c.u8('type')
    c.u16('version')
    c.u16('epoch')
    c.take(6, 'sequence_number')
    c.u16('length')
  })
  const payload = layer.after(payloadFrom)
  const inner =
    epoch === 0
      ? clearNodes(payload, type, layer.u16(from + 1) ?? 0)
      : [payload.rest('dtls.encrypted', 'encrypted')]
  return group('dtls.record', 'DTLS record', layer.place(from, to), nameOfContentType(type), [
    ...header,
    ...inner,
  ])
}

function clearNodes(layer: Layer, type: number, version: number): Node[] {
  switch (type) {
    case contentTypes.alert:
      return [alertNode(layer)]
    case contentTypes.handshake:
      return [fragmentNode(layer, version)]
    default:
      return [layer.rest('dtls.fragment', nameOfContentType(type))]
  }
}

/** The record's version has to do where nobody saw which one was agreed. */
function fragmentNode(layer: Layer, version: number): Node {
  const { from, to, view } = layer
  const type = layer.bytes[from] ?? 0
  const name = nameOfHandshakeType(type)
  const context = { ...noContext, version, ...layer.sight.known, dtls: true }
  const children = traceNodes(view, from, to, 'tls.handshake', readFragment)
  const whole = wholeBody(layer)
  if (whole !== null)
    children.push(
      ...traceNodes(view, whole.from, whole.to, `tls.${name}`, (c) =>
        readHandshakeBody(type, c, context),
      ),
    )
  return group(
    'tls.handshake',
    name,
    layer.place(from, to),
    whole === null ? 'fragment' : '',
    children,
  )
}

/** The body, where this one fragment is all of it. */
function wholeBody(layer: Layer): { readonly from: number; readonly to: number } | null {
  try {
    const fragment = readFragment(new Cursor(layer.bytes, layer.from, layer.to))
    if (fragment.data.length !== fragment.length) return null
    return { from: fragment.dataFrom, to: fragment.dataFrom + fragment.length }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}
