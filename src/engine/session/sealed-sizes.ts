// Messages of TLS 1.3 that the size of a protected record gives away. RFC 8446 sections 4.4, 5.2 and 5.4.
//
// A protected record is content + content type (1) + padding + tag, so messages of a fixed size can be told by it:
// an alert (2), EndOfEarlyData (4), an empty Certificate (8), Finished (4 + hash). A peer may pad every record (JSSE
// adds 16 zeros; no other stack is known to pad).

import { cipherSuites as suites } from '../registry/tables/cipher-suites.ts'

const padded = 16

export class SealedSizes {
  /** What the record adds to the content: its type and the tag. */
  readonly #extra: number
  readonly #hash: number
  readonly #mayPad: boolean

  /** `mayPad` is false of a side that is known not to. */
  constructor(suite: number, mayPad = true) {
    this.#mayPad = mayPad
    this.#extra = suite === suites.TLS_AES_128_CCM_8_SHA256 ? 9 : 17
    this.#hash = suite === suites.TLS_AES_256_GCM_SHA384 ? 48 : 32
  }

  isAlert(length: number): boolean {
    return this.#is(length, 2)
  }

  /** As JSSE sends it. */
  isPaddedAlert(length: number): boolean {
    return length === 2 + this.#extra + padded
  }

  isEndOfEarlyData(length: number): boolean {
    return this.#is(length, 4)
  }

  isEmptyCertificate(length: number): boolean {
    return this.#is(length, 8)
  }

  isFinished(length: number): boolean {
    return this.#is(length, 4 + this.#hash)
  }

  /** Both messages in one record. */
  isEmptyAndFinished(length: number): boolean {
    return this.#is(length, 8 + 4 + this.#hash)
  }

  holdsFinished(length: number): boolean {
    return this.isFinished(length) || this.isEmptyAndFinished(length)
  }

  #is(length: number, content: number): boolean {
    const spare = length - content - this.#extra
    return spare === 0 || (this.#mayPad && spare === padded)
  }
}
