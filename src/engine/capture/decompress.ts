// Compressed captures: told by their magic, and unpacked piece by piece.

import { Gunzip } from 'fflate'
import { Decompress } from 'fzstd'
import { u32le } from './integers.ts'
import { Lz4Decompressor } from './lz4.ts'
import { ZstdGuard } from './zstd-guard.ts'

export type Compression = 'gzip' | 'zstd' | 'lz4'

/**
 * Unpacks a stream. What is emitted may be overwritten by the next call: who needs it longer copies it.
 * Neither call throws on bad data: what could be unpacked is emitted, and `fault` says what stopped it.
 */
export interface Decompressor {
  readonly fault: string | null
  push(bytes: Uint8Array, emit: (bytes: Uint8Array) => void): void
  end(emit: (bytes: Uint8Array) => void): void
}

/** Which compression the bytes begin, or null. */
export function findCompression(head: Uint8Array): Compression | null {
  if (head.length < 4) return null
  // RFC 1952 §2.3: the only method that exists is 8.
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip'
  const magic = u32le(head, 0)
  // RFC 8878 §3.1; skippable frames are common to zstd and lz4, and only zstd's tools begin with them.
  if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50) return 'zstd'
  return magic === 0x184d2204 ? 'lz4' : null
}

/** The engine's own decompressor for a format. */
export function makeDecompressor(compression: Compression): Decompressor {
  switch (compression) {
    case 'gzip':
      return new GzipDecompressor()
    case 'zstd': {
      const guard = new ZstdGuard()
      return new PushedDecompressor(
        (ondata) => new Decompress(ondata),
        (bytes) => guard.findFault(bytes),
      )
    }
    case 'lz4':
      return new Lz4Decompressor()
  }
}

// Deflate makes at most 1,032 bytes of one: a bomb gives no more than 16 MiB at a time.
const pieceLength = 16 * 1024

interface PushDecoder {
  push(bytes: Uint8Array, final?: boolean): void
}

/** A decoder of the kind that calls back, made to keep its faults apart from those of the callee. */
class PushedDecompressor implements Decompressor {
  fault: string | null = null
  private readonly decoder: PushDecoder
  private readonly findFault: (bytes: Uint8Array) => string | null
  private emit: (bytes: Uint8Array) => void = () => undefined
  private piece = new Uint8Array(pieceLength)
  private gathered = 0
  private foreign: { readonly error: unknown } | null = null

  /** `findFault` is asked before the decoder has bytes: why it must not, or null. */
  constructor(
    make: (ondata: (bytes: Uint8Array) => void) => PushDecoder,
    findFault: (bytes: Uint8Array) => string | null = () => null,
  ) {
    this.findFault = findFault
    this.decoder = make((bytes) => {
      if (bytes.length === 0) return
      try {
        this.emit(bytes)
      } catch (error) {
        this.foreign = { error }
        throw error
      }
    })
  }

  push(bytes: Uint8Array, emit: (bytes: Uint8Array) => void): void {
    // Gathered, because the decoders copy their whole window for each piece, however small.
    for (let at = 0; at < bytes.length && this.fault === null;) {
      const take = Math.min(pieceLength - this.gathered, bytes.length - at)
      this.piece.set(bytes.subarray(at, at + take), this.gathered)
      this.gathered += take
      at += take
      if (this.gathered === pieceLength) this.decode(false, emit)
    }
  }

  end(emit: (bytes: Uint8Array) => void): void {
    if (this.fault === null) this.decode(true, emit)
  }

  private decode(final: boolean, emit: (bytes: Uint8Array) => void): void {
    this.emit = emit
    const bytes = this.piece.subarray(0, this.gathered)
    this.fault = this.findFault(bytes)
    if (this.fault !== null) return
    // A new one each time: the decoders keep what they did not use yet.
    this.piece = new Uint8Array(pieceLength)
    this.gathered = 0
    try {
      this.decoder.push(bytes, final)
    } catch (error) {
      if (this.foreign !== null) throw this.foreign.error
      this.fault = error instanceof Error ? error.message : String(error)
    }
  }
}

/** Adds the one check that the decoder leaves out: whether the last member is as long as its trailer says. */
class GzipDecompressor extends PushedDecompressor {
  private readonly tail = new Uint8Array(4)
  private unpacked = 0

  constructor() {
    super((ondata) => {
      const gunzip = new Gunzip(ondata)
      gunzip.onmember = () => {
        this.unpacked = 0
      }
      return gunzip
    })
  }

  override push(bytes: Uint8Array, emit: (bytes: Uint8Array) => void): void {
    const last = bytes.subarray(-4)
    this.tail.copyWithin(0, last.length)
    this.tail.set(last, 4 - last.length)
    super.push(bytes, this.counted(emit))
  }

  override end(emit: (bytes: Uint8Array) => void): void {
    super.end(this.counted(emit))
    // RFC 1952 §2.3.1: ISIZE, the length modulo 2^32. Without it a cut may pass for an end.
    if (u32le(this.tail, 0) !== this.unpacked % 0x1_0000_0000)
      this.fault ??= 'the length at its end is missing or wrong'
  }

  private counted(emit: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
    return (bytes) => {
      this.unpacked += bytes.length
      emit(bytes)
    }
  }
}
