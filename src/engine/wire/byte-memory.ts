// What was worked out for byte strings that come again and again, such as certificates and names.

import { isSameBytes } from './bytes.ts'

/**
 * Answers the same value for the same bytes. Holds copies of at most `most` byte strings; when it is full, the oldest
 * is forgotten first, together with those that have its length and end.
 */
export class ByteMemory<T> {
  readonly #most: number
  readonly #held = new Map<number, { readonly bytes: Uint8Array; readonly value: T }[]>()
  #size = 0

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#size
  }

  /** `make` gets a copy of its own, which nobody else writes to. */
  get(bytes: Uint8Array, make: (own: Uint8Array) => T): T {
    const key = keyOf(bytes)
    const alike = this.#held.get(key)
    if (alike) for (const known of alike) if (isSameBytes(known.bytes, bytes)) return known.value
    const own = bytes.slice()
    const value = make(own)
    if (this.#size >= this.#most) this.#forgetOldest()
    const held = this.#held.get(key)
    if (held) held.push({ bytes: own, value })
    else this.#held.set(key, [{ bytes: own, value }])
    this.#size++
    return value
  }

  #forgetOldest(): void {
    for (const [key, alike] of this.#held) {
      this.#held.delete(key)
      this.#size -= alike.length
      return
    }
  }
}

/** Bytes at the end of a string that tell it from others: of a certificate, its signature; of a name, its common name. */
const telling = 16

/** Strings that are not the same may have one key: the bytes decide. */
function keyOf(bytes: Uint8Array): number {
  let key = bytes.length
  for (let at = Math.max(0, bytes.length - telling); at < bytes.length; at++)
    key = (Math.imul(key, 31) + bytes[at]!) | 0
  return key
}
