// Bytes put together in either byte order, for the writers of capture files.

export class ByteBuilder {
  private readonly bigEndian: boolean
  private buffer = new Uint8Array(1024)
  private view = new DataView(this.buffer.buffer)
  private used = 0

  constructor(bigEndian = false) {
    this.bigEndian = bigEndian
  }

  get length(): number {
    return this.used
  }

  u8(value: number): this {
    const at = this.claim(1)
    this.view.setUint8(at, value)
    return this
  }

  u16(value: number): this {
    const at = this.claim(2)
    this.view.setUint16(at, value, !this.bigEndian)
    return this
  }

  u32(value: number): this {
    const at = this.claim(4)
    this.view.setUint32(at, value, !this.bigEndian)
    return this
  }

  u64(value: bigint): this {
    const at = this.claim(8)
    this.view.setBigUint64(at, BigInt.asUintN(64, value), !this.bigEndian)
    return this
  }

  bytes(bytes: Uint8Array): this {
    const at = this.claim(bytes.length)
    this.buffer.set(bytes, at)
    return this
  }

  zeros(count: number): this {
    this.claim(count)
    return this
  }

  /** Zeros up to the next multiple of 4. */
  pad(): this {
    return this.zeros(-this.used & 3)
  }

  /** Overwrites four bytes that were written before, once it is known what belongs there. */
  putU32(at: number, value: number): this {
    this.view.setUint32(at, value, !this.bigEndian)
    return this
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.used)
  }

  /** May replace the view: claim first, then write. */
  private claim(length: number): number {
    const at = this.used
    this.used += length
    if (this.used > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.used, 2 * this.buffer.length))
      larger.set(this.buffer)
      this.buffer = larger
      this.view = new DataView(larger.buffer)
    }
    return at
  }
}
