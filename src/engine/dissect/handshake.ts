// Handshake messages and alerts in a stretch of the frame, whole or in part.

import { nameOfAlert, nameOfExtension, nameOfHandshakeType } from '../registry/name.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { Message } from '../session/conversation.ts'
import { readAlert } from '../tls/alert.ts'
import { findExtensionReader } from '../tls/extensions/readers.ts'
import type { ExtensionPlace } from '../tls/extensions/extension.ts'
import {
  handshakeHeaderLength,
  noContext,
  parseHandshake,
  readHandshakeBody,
  readHandshakeHeader,
  type HandshakeContext,
} from '../tls/handshake.ts'
import { certificateNodes, nameNodes } from './certificate.ts'
import type { Layer } from './layer.ts'
import { group, type Node, type Place } from './node.ts'
import { traceNodes, type Field, type View } from './trace-tree.ts'

/** The messages of the conversation that have bytes in this stretch. */
export function partsIn(layer: Layer): Node[] {
  const { sight, from, to } = layer
  return sight.messages
    .filter((message) =>
      message.spans.some(
        ({ frame, offset, length }) =>
          frame === sight.frame && offset < to && offset + length > from,
      ),
    )
    .filter(
      (message) =>
        message.bytes !== null && (message.kind === 'handshake' || message.kind === 'alert'),
    )
    .map((message) => messageNode(message, layer))
}

/** One message of the conversation, all of it; bytes in other frames, or decrypted ones, have no place in this one. */
function messageNode(message: Message, layer: Layer): Node {
  const bytes = message.bytes ?? new Uint8Array(0)
  const locate = message.decrypted
    ? (): Place => null
    : (from: number, to: number) => placeOf(message, layer.sight.frame, from, to)
  const others = message.frames.filter((frame) => frame !== layer.sight.frame)
  const notes = [
    ...(message.decrypted ? ['decrypted'] : []),
    ...(others.length > 0 ? [`also in frame ${others.join(', ')}`] : []),
  ]
  const note = notes.length > 0 ? ` (${notes.join('; ')})` : ''
  const view = { bytes, locate }
  if (message.kind === 'alert') {
    const text = `${nameOfAlert(message.code ?? 0)}${note}`
    const children = traceNodes(view, 0, bytes.length, 'tls.alert', readAlert)
    return group('tls.alert', 'Alert', locate(0, bytes.length), text, children)
  }
  return wholeMessage(view, 0, bytes.length, layer.sight.known, note)
}

/** An alert in clear that has a record for itself. */
export function alertNode(layer: Layer): Node {
  const { from, to, view } = layer
  const children = traceNodes(view, from, to, 'tls.alert', readAlert)
  return group('tls.alert', 'Alert', layer.place(from, to), '', children)
}

/** Where bytes of a message stand in one frame: its spans are its bytes in order. */
function placeOf(message: Message, frame: number, from: number, to: number): Place {
  let at = 0
  let place: [number, number] | null = null
  for (const span of message.spans) {
    const start = Math.max(from, at)
    const end = Math.min(to, at + span.length)
    const touches = start < end || (from === to && from >= at && from <= at + span.length)
    if (span.frame === frame && touches) {
      const [first, last] = [span.offset + start - at, span.offset + end - at]
      place = place === null ? [first, last] : [Math.min(place[0], first), Math.max(place[1], last)]
    }
    at += span.length
  }
  return place
}

/**
 * Without a conversation: the messages that stand whole in a record's fragment, and one node for what does not. The
 * record's version has to do for the one that was agreed.
 */
export function handshakeNodes(layer: Layer, version: number): Node[] {
  const nodes: Node[] = []
  for (let at = layer.from; at < layer.end;) {
    const left = layer.after(at)
    const end = wholeMessageEnd(layer, at)
    if (end === null)
      return [...nodes, left.rest('tls.encrypted', 'encrypted message, or part of one')]
    nodes.push(wholeMessage(layer.view, at, end, { version }, ''))
    at = end
  }
  return nodes
}

/** Null where no message of a known type fits. */
function wholeMessageEnd(layer: Layer, at: number): number | null {
  if (at + handshakeHeaderLength > layer.end) return null
  const type = layer.bytes[at]!
  const length = layer.bytes[at + 1]! * 65536 + layer.u16(at + 2)!
  const end = at + handshakeHeaderLength + length
  return end <= layer.end && knownTypes.has(type) ? end : null
}

const knownTypes = new Set<number>(Object.values(handshakeTypes))

function wholeMessage(
  view: View,
  from: number,
  to: number,
  known: Partial<HandshakeContext>,
  note: string,
): Node {
  const type = view.bytes[from] ?? 0
  // A HelloRetryRequest shares its number with the ServerHello: only its contents tell.
  const kind = parseHandshake(view.bytes.subarray(from, to), known).body?.kind ?? 'unknown'
  const name = kind === 'hello_retry_request' ? kind : nameOfHandshakeType(type)
  const bodyFrom = Math.min(from + handshakeHeaderLength, to)
  const inner: View = { ...view, expand: (field) => expandField(field, view, extensionPlace(name)) }
  const context = { ...noContext, ...known }
  return group('tls.handshake', name, view.locate(from, to), note.trim(), [
    ...traceNodes(view, from, bodyFrom, 'tls.handshake', readHandshakeHeader),
    ...traceNodes(inner, bodyFrom, to, `tls.${name}`, (c) => readHandshakeBody(type, c, context)),
  ])
}

function extensionPlace(name: string): ExtensionPlace {
  switch (name) {
    case 'client_hello':
    case 'server_hello':
    case 'hello_retry_request':
    case 'encrypted_extensions':
    case 'certificate':
    case 'certificate_request':
    case 'new_session_ticket':
      return name
    default:
      return 'client_hello'
  }
}

/** What stands inside fields that the message's reader keeps as bytes. */
function expandField(field: Field, view: View, place: ExtensionPlace): readonly Node[] {
  const { from, to } = field
  const name = field.path.slice(field.path.lastIndexOf('.') + 1)
  switch (name) {
    case 'extension_data':
      return extensionNodes(field, view, place)
    case 'cert_data':
      return certificateNodes(view, from, to)
    case 'distinguished_name':
      return nameNodes(view, from, to, field.path)
    default:
      return []
  }
}

function extensionNodes(field: Field, view: View, place: ExtensionPlace): readonly Node[] {
  const type = field.siblings.get('extension_type')
  const reader = type === undefined ? undefined : findExtensionReader(type)
  if (type === undefined || reader === undefined || field.from === field.to) return []
  const inner: View = { ...view, expand: (each) => expandField(each, view, place) }
  const path = `tls.extension.${nameOfExtension(type)}`
  return traceNodes(inner, field.from, field.to, path, (c) => {
    reader.read(c, place)
    c.finish('extension_data')
  })
}
