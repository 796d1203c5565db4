// Where a layer's bytes stand in the frame, and what the conversation tells about them.

import { bytesCount, hexText } from './bytes-text.ts'
import { leaf, type Node, type Place } from './node.ts'
import type { Sight } from './sight.ts'
import { frameView, type View } from './trace-tree.ts'

/** The rest of a frame from one layer on: `from` and `to` are indices into `view.bytes`. */
export class Layer {
  readonly view: View
  readonly base: number
  readonly from: number
  readonly to: number
  readonly sight: Sight

  constructor(bytes: Uint8Array, base: number, from: number, to: number, sight: Sight) {
    this.view = frameView(bytes, base)
    this.base = base
    this.from = from
    this.to = to
    this.sight = sight
  }

  get bytes(): Uint8Array {
    return this.view.bytes
  }

  /** The layer that starts at `from`, never beyond what was captured. */
  after(from: number, to: number = this.to): Layer {
    const end = Math.min(to, this.to)
    return new Layer(this.bytes, this.base, Math.min(from, end), end, this.sight)
  }

  place(from: number, to: number): Place {
    return this.view.locate(from, Math.min(to, this.to))
  }

  u8(at: number): number | null {
    return at < this.to ? this.bytes[at]! : null
  }

  u16(at: number): number | null {
    return at + 1 < this.to ? this.bytes[at]! * 256 + this.bytes[at + 1]! : null
  }

  /** All that is left, as one node of bytes. */
  rest(path: string, name: string): Node {
    const bytes = this.bytes.subarray(this.from, this.to)
    return leaf(
      path,
      name,
      this.place(this.from, this.to),
      bytes.length === 0 ? bytesCount(0) : hexText(bytes),
    )
  }
}
