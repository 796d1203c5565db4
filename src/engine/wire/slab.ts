// Room for many small pieces of bytes that are kept: each in a buffer of its own would cost more than its bytes.

const slabLength = 64 << 10

export class Slab {
  #left: Uint8Array = new Uint8Array(0)

  /** The next `length` bytes, all zero. */
  cut(length: number): Uint8Array {
    if (length > this.#left.length) this.#left = new Uint8Array(Math.max(slabLength, length))
    const piece = this.#left.subarray(0, length)
    this.#left = this.#left.subarray(length)
    return piece
  }
}
