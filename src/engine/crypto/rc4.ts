// RC4, which RFC 7465 forbids and old servers still choose.

/** A keystream with memory: bytes must be given in the order they were sent. */
export class Rc4 {
  private readonly state = Uint8Array.from({ length: 256 }, (_, i) => i)
  private i = 0
  private j = 0

  constructor(key: Uint8Array) {
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + this.state[i]! + key[i % key.length]!) & 255
      this.swap(i, j)
    }
  }

  apply(bytes: Uint8Array): Uint8Array {
    const result = new Uint8Array(bytes.length)
    for (let at = 0; at < bytes.length; at++) {
      this.i = (this.i + 1) & 255
      this.j = (this.j + this.state[this.i]!) & 255
      this.swap(this.i, this.j)
      result[at] = bytes[at]! ^ this.state[(this.state[this.i]! + this.state[this.j]!) & 255]!
    }
    return result
  }

  private swap(a: number, b: number): void {
    const held = this.state[a]!
    this.state[a] = this.state[b]!
    this.state[b] = held
  }
}
