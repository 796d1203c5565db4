// The tree of a frame: what each byte is, for people, for filters, and for the pane that marks bytes.

export interface Node {
  /** Stable name for filters and JSON: `ip.ttl`, `tls.alert.description`. Nodes that only group have one too. */
  readonly path: string
  /** What stands on the line: the RFC's name of the field, or the layer's. */
  readonly name: string
  /** The value with its meaning: `bad_certificate (42)`; empty where the children say it all. */
  readonly text: string
  /** The bare value for comparison; null for groups and for bytes that are no text. */
  readonly value: number | bigint | string | null
  /** Offsets from the frame's first byte, half-open. Null where the bytes stand in other frames, or came from decryption. */
  readonly from: number | null
  readonly to: number | null
  readonly children: readonly Node[]
}

/** A stretch of the frame; null where there is none. */
export type Place = readonly [from: number, to: number] | null

export function leaf(
  path: string,
  name: string,
  place: Place,
  text: string,
  value: Node['value'] = null,
): Node {
  return {
    path,
    name,
    text,
    value,
    from: place?.[0] ?? null,
    to: place?.[1] ?? null,
    children: [],
  }
}

export function group(
  path: string,
  name: string,
  place: Place,
  text: string,
  children: readonly Node[],
): Node {
  return { ...leaf(path, name, place, text), children }
}

/** The innermost node at a byte of the frame: what a click into the hex pane means. Undefined outside the frame. */
export function findNodeAt(root: Node, at: number): Node | undefined {
  if (root.from === null || root.to === null || at < root.from || at >= root.to) return undefined
  for (const child of root.children) {
    const found = findNodeAt(child, at)
    if (found !== undefined) return found
  }
  return root
}

/** Every node of that path, in order: a filter's and a script's way into the tree. */
export function findNodes(root: Node, path: string): Node[] {
  const found = root.path === path ? [root] : []
  return root.children.reduce((all, child) => [...all, ...findNodes(child, path)], found)
}
