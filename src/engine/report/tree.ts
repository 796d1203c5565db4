// The tree of a frame as text, one node a line.

import type { Node } from '../dissect/node.ts'
import { plain, type Paint } from './paint.ts'

export interface TreeOptions {
  /** Levels that are shown; deeper nodes are left out. Default: all. */
  readonly depth?: number
  /** Shows each node's path, for filters, at the end of its line. Default: no. */
  readonly paths?: boolean
  readonly paint?: Paint
}

/** Lines without an end of line: `name: text`, children two blanks further in. */
export function describeTree(root: Node, options: TreeOptions = {}): string {
  const { depth = Infinity, paths = false, paint = plain } = options
  const lines: string[] = []
  const add = (node: Node, level: number): void => {
    const indent = '  '.repeat(level)
    const name = node.children.length > 0 ? paint('strong', node.name) : node.name
    const path = paths ? paint('quiet', `  ${node.path}`) : ''
    lines.push(`${indent}${name}${node.text === '' ? '' : `: ${node.text}`}${path}`)
    if (level + 1 < depth) for (const child of node.children) add(child, level + 1)
  }
  add(root, 0)
  return lines.join('\n')
}
