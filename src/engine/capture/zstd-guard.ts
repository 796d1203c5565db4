// Looks at a zstd stream before it is unpacked, for the two things that fzstd takes no care of: a window of
// gigabytes, and weights of a Huffman tree in a table of one symbol, which takes no bits, so that reading it
// never ends. RFC 8878 §3.1, §4.1.1.

import { u16le, u32le, u64 } from './integers.ts'

// A block's literals header (5 bytes at most), then the length of the weights and the table that describes them.
const lookedAt = 5 + 1 + 16

// What zstd's own tool unpacks without being told to use more memory (--long=27).
const maxWindow = 128 * 1024 * 1024

type State = 'magic' | 'descriptor' | 'header' | 'skip' | 'block' | 'content'

/** Follows frames and blocks; feed it everything that is to be unpacked, in order. */
export class ZstdGuard {
  private state: State = 'magic'
  private wanted = 4
  private readonly pending = new Uint8Array(32)
  private held = 0
  private skip = 0
  private rest = 0
  private isLast = false
  private hasChecksum = false
  private isSingle = false
  private dictionaryLength = 0
  private sizeLength = 0

  /** Why the decoder must not have these bytes, or null. Not to be asked again after a fault. */
  findFault(bytes: Uint8Array): string | null {
    for (let at = 0; at < bytes.length;) {
      if (this.skip > 0) {
        const passed = Math.min(this.skip, bytes.length - at)
        this.skip -= passed
        at += passed
        continue
      }
      const take = Math.min(this.wanted - this.held, bytes.length - at)
      this.pending.set(bytes.subarray(at, at + take), this.held)
      this.held += take
      at += take
      if (this.held < this.wanted) return null
      this.held = 0
      const fault = this.step(this.pending)
      if (fault !== null) return fault
    }
    return null
  }

  /** One part of the stream. Anything else that is wrong with it the decoder tells itself. */
  private step(bytes: Uint8Array): string | null {
    switch (this.state) {
      case 'magic':
        if (u32le(bytes, 0) === 0xfd2fb528) this.expect('descriptor', 1)
        else this.expect('skip', 4)
        return null
      case 'skip':
        this.skip = u32le(bytes, 0)
        this.expect('magic', 4)
        return null
      case 'descriptor': {
        const flags = bytes[0]!
        this.isSingle = (flags & 0x20) !== 0
        this.hasChecksum = (flags & 0x04) !== 0
        this.dictionaryLength = [0, 1, 2, 4][flags & 3]!
        this.sizeLength = [this.isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!
        this.expect('header', (this.isSingle ? 0 : 1) + this.dictionaryLength + this.sizeLength)
        return null
      }
      case 'header':
        this.expect('block', 3)
        return this.window(bytes) > maxWindow ? 'a window of more than 128 MiB' : null
      case 'block': {
        const header = bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16)
        const type = (header >> 1) & 3
        // A run is one byte, however long it becomes.
        const length = type === 1 ? 1 : header >> 3
        this.isLast = (header & 1) !== 0
        this.rest = length
        if (type === 2 && length > 0) this.expect('content', Math.min(length, lookedAt))
        else this.leaveBlock(0)
        return null
      }
      case 'content': {
        const length = this.wanted
        if (hasEndlessWeights(bytes, length)) return 'a Huffman tree without end'
        this.leaveBlock(length)
        return null
      }
    }
  }

  /** How far back the frame may refer, and what the decoder reserves for it. */
  private window(header: Uint8Array): number {
    if (!this.isSingle) {
      const base = 2 ** (10 + (header[0]! >> 3))
      return base + (base / 8) * (header[0]! & 7)
    }
    const at = this.dictionaryLength
    if (this.sizeLength === 1) return header[at]!
    if (this.sizeLength === 2) return u16le(header, at) + 256
    return this.sizeLength === 4 ? u32le(header, at) : Number(u64(header, at, false))
  }

  private leaveBlock(read: number): void {
    this.skip = this.rest - read + (this.isLast && this.hasChecksum ? 4 : 0)
    if (this.isLast) this.expect('magic', 4)
    else this.expect('block', 3)
  }

  private expect(state: State, wanted: number): void {
    this.state = state
    this.wanted = wanted
  }
}

/** Whether the tree of a block's literals has weights of a single symbol. */
function hasEndlessWeights(bytes: Uint8Array, length: number): boolean {
  const first = bytes[0]!
  if ((first & 3) !== 2) return false
  const treeAt = [3, 3, 4, 5][(first >> 2) & 3]!
  // From 128 on the weights are not packed.
  if (treeAt + 1 >= length || bytes[treeAt]! >= 128) return false
  const from = (treeAt + 1) * 8
  const log = bitsAt(bytes, from, 4) + 5
  const whole = 1 << log
  const small = whole - 2
  let at = from + 4
  while (at + log + 1 <= 8 * length) {
    let value = bitsAt(bytes, at, log)
    if (value < small) at += log
    else {
      value = bitsAt(bytes, at, log + 1)
      if (value >= whole) value -= small
      at += log + 1
    }
    // The value is the probability and one. Nought is followed by how many more are nought.
    if (value !== 1) return value === whole + 1
    while (bitsAt(bytes, at, 2) === 3) at += 2
    at += 2
  }
  return false
}

/** Up to 15 bits, the lowest first; beyond the end they are nought. */
function bitsAt(bytes: Uint8Array, at: number, count: number): number {
  const byte = at >> 3
  const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16)
  return (word >> (at & 7)) & ((1 << count) - 1)
}
