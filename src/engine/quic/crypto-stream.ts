// The TLS messages of one side and one encryption level: CRYPTO frames put in order. RFC 9000 §7.5 and §19.6.

import { Extents, type Allowance } from '../wire/extents.ts'
import type { Span } from '../wire/span.ts'

/** More than any chain of certificates; a hello has at most a few thousand. */
const streamMost = 1 << 18

export class CryptoStream {
  readonly #extents: Extents
  #taken = 0
  #last: Span | null = null

  constructor(allowance: Allowance) {
    this.#extents = new Extents(streamMost, allowance)
  }

  /** Takes a frame's data; answers how many of its bytes are new. */
  add(offset: number, data: Uint8Array, span: Span): number {
    const skipped = Math.max(this.#taken - offset, 0)
    if (skipped >= data.length) return 0
    this.#last = span
    return this.#extents.put(offset + skipped, data.subarray(skipped), span, false) ?? 0
  }

  /** The bytes that go on where the last ones ended, or null when those are still missing. */
  take(): { readonly bytes: Uint8Array; readonly spans: readonly Span[] } | null {
    const end = this.#extents.contiguous(this.#taken)
    if (end === this.#taken) return null
    const joined = this.#extents.join(this.#taken, end)
    this.#taken = end
    this.#extents.drop(end)
    return joined
  }

  /** Bytes that wait for earlier ones, and the packet that brought the last of them. */
  get waiting(): { readonly bytes: number; readonly span: Span } | null {
    return this.#extents.held > 0 && this.#last
      ? { bytes: this.#extents.held, span: this.#last }
      : null
  }

  end(): void {
    this.#extents.drop()
  }
}
