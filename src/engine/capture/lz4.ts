// The lz4 frame format: frames, skippable frames, blocks that refer to each other.
// https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md

import type { Decompressor } from './decompress.ts'
import { u32le } from './integers.ts'

const frameMagic = 0x184d2204
// A match reaches back by 65,535 bytes at most.
const windowLength = 64 * 1024

type State = 'magic' | 'flags' | 'header' | 'skip' | 'size' | 'block' | 'checksum'

/**
 * Checksums are stepped over, not checked: the captures inside have lengths that tell, and damage is to
 * be read as far as it goes.
 */
export class Lz4Decompressor implements Decompressor {
  fault: string | null = null
  private state: State = 'magic'
  private wanted = 4
  private pending = new Uint8Array(64)
  private held = 0
  private skip = 0
  private flags = 0
  private maxBlock = 0
  private stored = false
  /** What matches refer to, from 0 to `history`, then room for one block. */
  private window = new Uint8Array(0)
  private history = 0

  push(bytes: Uint8Array, emit: (bytes: Uint8Array) => void): void {
    let at = 0
    while (this.fault === null && (at < bytes.length || this.held >= this.wanted)) {
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
      if (this.held < this.wanted) return
      this.held = 0
      this.step(this.pending, this.wanted, emit)
    }
  }

  end(emit: (bytes: Uint8Array) => void): void {
    if (this.fault !== null) return
    if (this.state === 'magic' && this.held === 0 && this.skip === 0) return
    if (this.state === 'block') this.block(this.pending, this.held, emit)
    this.fault ??= 'the file ends inside a frame'
  }

  private step(bytes: Uint8Array, length: number, emit: (bytes: Uint8Array) => void): void {
    switch (this.state) {
      case 'magic': {
        const magic = u32le(bytes, 0)
        if (magic === frameMagic) this.expect('flags', 2)
        else if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) this.expect('skip', 4)
        else this.fault = 'no frame where one should begin'
        return
      }
      case 'skip':
        this.skip = u32le(bytes, 0)
        this.expect('magic', 4)
        return
      case 'flags':
        this.openFrame(bytes[0]!, bytes[1]!)
        return
      case 'header':
      case 'checksum':
        this.expect('size', 4)
        return
      case 'size':
        this.size(u32le(bytes, 0))
        return
      case 'block':
        this.block(bytes, length, emit)
        this.skip = (this.flags & 0x10) !== 0 ? 4 : 0
        this.expect('size', 4)
    }
  }

  private expect(state: State, wanted: number): void {
    this.state = state
    this.wanted = wanted
    if (wanted > this.pending.length) this.pending = new Uint8Array(wanted)
  }

  private openFrame(flags: number, descriptor: number): void {
    const sizeCode = (descriptor >> 4) & 7
    if (flags >> 6 !== 1 || sizeCode < 4) {
      this.fault = 'a frame header that is none'
      return
    }
    this.flags = flags
    // 4 to 7 stand for 64 KiB, 256 KiB, 1 MiB and 4 MiB.
    this.maxBlock = 1 << (8 + 2 * sizeCode)
    this.history = 0
    if (this.window.length < windowLength + this.maxBlock)
      this.window = new Uint8Array(windowLength + this.maxBlock)
    const contentSize = (flags & 0x08) !== 0 ? 8 : 0
    const dictionary = (flags & 0x01) !== 0 ? 4 : 0
    this.expect('header', contentSize + dictionary + 1)
  }

  private size(size: number): void {
    if (size === 0) {
      this.skip = (this.flags & 0x04) !== 0 ? 4 : 0
      this.expect('magic', 4)
      return
    }
    this.stored = size >= 0x8000_0000
    const length = size & 0x7fff_ffff
    if (length > this.maxBlock)
      this.fault = `a block of ${length} bytes is longer than its frame allows`
    else this.expect('block', length)
  }

  /** Unpacks a block and emits it, as far as it can be unpacked. */
  private block(bytes: Uint8Array, length: number, emit: (bytes: Uint8Array) => void): void {
    const { window } = this
    const from = this.history
    const limit = from + this.maxBlock
    let to = from
    if (this.stored) {
      window.set(bytes.subarray(0, length), from)
      to = from + length
    } else {
      for (let at = 0; at < length;) {
        const token = bytes[at++]!
        let literals = token >> 4
        if (literals === 15) {
          let more = 255
          while (more === 255 && at < length) literals += more = bytes[at++]!
        }
        const present = Math.min(literals, length - at)
        if (to + present > limit) {
          this.fault = 'a block unpacks to more than its frame allows'
          break
        }
        for (const stop = at + present; at < stop;) window[to++] = bytes[at++]!
        // The last sequence has no match, and a cut block ends anywhere.
        if (length - at < 2) break
        const distance = bytes[at]! | (bytes[at + 1]! << 8)
        at += 2
        let match = (token & 15) + 4
        if (match === 19) {
          let more = 255
          while (more === 255 && at < length) match += more = bytes[at++]!
        }
        if (distance === 0 || distance > to) {
          this.fault = 'a match refers to before the beginning'
          break
        }
        if (to + match > limit) {
          this.fault = 'a block unpacks to more than its frame allows'
          break
        }
        // Byte by byte: a match may overlap what it makes.
        for (const stop = to + match; to < stop; to++) window[to] = window[to - distance]!
      }
    }
    if (to > from) emit(window.subarray(from, to))
    this.history = Math.min(to, windowLength)
    window.copyWithin(0, to - this.history, to)
  }
}
