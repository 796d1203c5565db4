// Where a layer's bytes stand in the frame, and what the conversation tells about them.

import { bytesCount, hexText } from './bytes-text.ts'
import { leaf, type Node, type Place } from './node.ts'
import type { Sight } from './sight.ts'
import type { View } from './trace-tree.ts'

/**
 * The rest of a frame from one layer on. `to` is where the layers above say that it ends, `end` where the captured bytes
 * do: a frame that was cut when it was captured is not damaged.
 */
export class Layer {
  /** The frame's captured bytes: offsets in them are offsets in the frame. */
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly sight: Sight

  constructor(bytes: Uint8Array, from: number, to: number, sight: Sight) {
    this.bytes = bytes
    this.from = from
    this.to = to
    this.sight = sight
  }

  get end(): number {
    return Math.min(this.to, this.bytes.length)
  }

  get view(): View {
    return { bytes: this.bytes, locate: (from, to) => this.place(from, to) }
  }

  /** The layer that starts at `from`, never beyond this one. */
  after(from: number, to: number = this.to): Layer {
    const end = Math.min(to, this.to)
    return new Layer(this.bytes, Math.min(from, end), end, this.sight)
  }

  /** As far as it was captured. */
  place(from: number, to: number): Place {
    const { end } = this
    return [Math.min(from, end), Math.min(to, end)]
  }

  u8(at: number): number | null {
    return at < this.end ? this.bytes[at]! : null
  }

  u16(at: number): number | null {
    return at + 1 < this.end ? this.bytes[at]! * 256 + this.bytes[at + 1]! : null
  }

  /** All that is left, as one node of bytes. */
  rest(path: string, name: string): Node {
    const bytes = this.bytes.subarray(this.from, this.end)
    const text = bytes.length === 0 ? bytesCount(0) : hexText(bytes)
    return leaf(path, name, this.place(this.from, this.to), text)
  }
}
