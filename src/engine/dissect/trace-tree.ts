// From what a tracing cursor noted to nodes: the readers' own grammar is the tree's.

import { WireError } from '../wire/cursor.ts'
import { TraceCursor, type TracedField } from '../wire/trace.ts'
import { asciiText, bytesCount, hexText, macText, numberOf } from './bytes-text.ts'
import { describeNumber, isMac, isText } from './meaning.ts'
import { group, leaf, type Node, type Place } from './node.ts'

/** Bytes that a reader goes over, and where they stand in the frame. */
export interface View {
  readonly bytes: Uint8Array
  /** The place in the frame of bytes `from` to `to`. */
  readonly locate: (from: number, to: number) => Place
  /** Looks into a field that the reader keeps as bytes: more nodes below it. */
  readonly expand?: (field: Field) => readonly Node[]
}

export interface Field {
  readonly path: string
  readonly from: number
  readonly to: number
  /** The numbers read before it in the same structure, by field name: what kind of thing its bytes are. */
  readonly siblings: ReadonlyMap<string, number>
}

/** Runs a reader over part of a view. What it read before a fault is shown, and then the fault. */
export function traceNodes(
  view: View,
  from: number,
  to: number,
  path: string,
  read: (c: TraceCursor) => unknown,
): Node[] {
  const c = new TraceCursor(view.bytes, from, to)
  try {
    read(c)
    return nodesOf(c.spans, view, path)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return [...nodesOf(c.spans, view, path), damageNode(view, path, error, to)]
  }
}

function damageNode(view: View, path: string, error: WireError, to: number): Node {
  const place = view.locate(Math.min(error.at, to), to)
  return leaf(`${path}.damage`, 'damage', place, error.message, error.fault)
}

function nodesOf(spans: readonly TracedField[], view: View, path: string): Node[] {
  const nodes: Node[] = []
  const siblings = new Map<string, number>()
  for (let i = 0; i < spans.length;) {
    const span = spans[i]!
    const next = nextOutside(spans, i)
    nodes.push(nodeOf(span, spans.slice(i + 1, next), view, path, siblings, nodes.length))
    i = next
  }
  return nodes
}

/** The first span after `at` that it does not contain. */
function nextOutside(spans: readonly TracedField[], at: number): number {
  const { depth } = spans[at]!
  let next = at + 1
  while (next < spans.length && spans[next]!.depth > depth) next++
  return next
}

function nodeOf(
  span: TracedField,
  inner: readonly TracedField[],
  view: View,
  parent: string,
  siblings: Map<string, number>,
  index: number,
): Node {
  const { field, from, to } = span
  const place = view.locate(from, to)
  switch (span.kind) {
    case 'length': {
      const value = Number(numberOf(view.bytes.subarray(from, to)))
      return leaf(`${parent}.${field}_length`, `${field} length`, place, String(value), value)
    }
    case 'number': {
      const value = numberOf(view.bytes.subarray(from, to))
      if (typeof value === 'number') siblings.set(field, value)
      const path = `${parent}.${field}`
      return leaf(path, field, place, describeNumber(path, value), value)
    }
    case 'bytes':
      return bytesNode(span, view, `${parent}.${field}`, siblings, place)
    case 'inside': {
      const children = nodesOf(inner, view, `${parent}.${field}`)
      return group(`${parent}.${field}`, field, place, countText(children, to - from), children)
    }
    case 'element': {
      // The path of an element is that of its list: its number is for people only.
      const children = nodesOf(inner, view, parent)
      const only = children[0]
      if (children.length === 1 && only !== undefined) return only
      return group(parent, `${field} [${index}]`, place, summary(children), children)
    }
  }
}

function bytesNode(
  span: TracedField,
  view: View,
  path: string,
  siblings: ReadonlyMap<string, number>,
  place: Place,
): Node {
  const { field, from, to } = span
  const bytes = view.bytes.subarray(from, to)
  const children = view.expand?.({ path, from, to, siblings }) ?? []
  if (children.length > 0) return group(path, field, place, bytesCount(bytes.length), children)
  if (isText(path)) return leaf(path, field, place, asciiText(bytes), asciiText(bytes))
  if (isMac(path)) return leaf(path, field, place, macText(bytes), macText(bytes))
  return leaf(path, field, place, hexText(bytes))
}

function countText(children: readonly Node[], bytes: number): string {
  return children.length === 1
    ? `1 item, ${bytesCount(bytes)}`
    : `${children.length} items, ${bytesCount(bytes)}`
}

/** An element is told apart by its first value: an extension's type, a share's group. */
function summary(children: readonly Node[]): string {
  return (
    children.find((child) => child.children.length === 0 && !child.name.endsWith(' length'))
      ?.text ?? ''
  )
}
