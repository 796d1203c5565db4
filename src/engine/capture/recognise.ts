// Which reader a file needs, by its first bytes and never by its name; compression is unwrapped on the way.

import { OpenCapture } from './capture-file.ts'
import { findCompression, makeDecompressor } from './decompress.ts'
import type { Compression, Decompressor } from './decompress.ts'
import type { CaptureReader, FrameSink } from './frame.ts'
import { isNetmon, NetmonReader } from './netmon.ts'
import { describedLength, describeHead, NotACapture } from './not-a-capture.ts'
import { isPcap, PcapReader } from './pcap.ts'
import { isPcapng, PcapngReader } from './pcapng.ts'
import { isSnoop, SnoopReader } from './snoop.ts'

export { NotACapture } from './not-a-capture.ts'

export interface ReaderOptions {
  /**
   * A faster decompressor for a format, or null to use the engine's own. Default: the engine's own, which
   * are synchronous and run everywhere.
   */
  readonly decompressor?: (compression: Compression) => Decompressor | null
}

// A compressed file that was compressed again happens; more is a trick to keep a reader busy.
const maxWraps = 2
// All magics are told apart in so many bytes.
const magicLength = 12

const formats: [is: (head: Uint8Array) => boolean, Reader: ReaderClass][] = [
  [isPcap, PcapReader],
  [isPcapng, PcapngReader],
  [isNetmon, NetmonReader],
  [isSnoop, SnoopReader],
]

type ReaderClass = new (file: OpenCapture, sink: FrameSink) => CaptureReader

/**
 * A reader for any capture file. `push` and `end` throw a `NotACapture` when the input is none, and
 * nothing else whatever the input: damage is told in `file.problems`.
 */
export function createReader(sink: FrameSink, options: ReaderOptions = {}): CaptureReader {
  return new RecognisingReader(new OpenCapture(), sink, options, [])
}

class RecognisingReader implements CaptureReader {
  readonly file: OpenCapture
  private readonly sink: FrameSink
  private readonly options: ReaderOptions
  private readonly wraps: readonly Compression[]
  private inner: CaptureReader | null = null
  private head = new Uint8Array(0)

  constructor(
    file: OpenCapture,
    sink: FrameSink,
    options: ReaderOptions,
    wraps: readonly Compression[],
  ) {
    this.file = file
    this.sink = sink
    this.options = options
    this.wraps = wraps
  }

  push(bytes: Uint8Array): void {
    if (this.inner !== null) {
      this.inner.push(bytes)
      return
    }
    const head = this.head.length === 0 ? bytes : joined(this.head, bytes)
    this.inner = this.recognise(head)
    if (this.inner !== null) {
      this.head = new Uint8Array(0)
      this.inner.push(head)
      return
    }
    if (head.length >= describedLength) throw this.refuse(head.subarray(0, describedLength))
    this.head = head.slice()
  }

  end(): void {
    this.inner ??= this.recogniseCut()
    this.inner.end()
    if (this.wraps.length === 0) this.file.close()
  }

  private recognise(head: Uint8Array): CaptureReader | null {
    if (head.length < magicLength) return null
    const format = formats.find(([is]) => is(head))
    if (format !== undefined) return new format[1](this.file, this.sink)
    const compression = this.wraps.length < maxWraps ? findCompression(head) : null
    return compression === null ? null : this.unwrap(compression)
  }

  /** The file ended within its first bytes: an empty capture, a cut one, or none. */
  private recogniseCut(): CaptureReader {
    const padded = joined(this.head, new Uint8Array(Math.max(0, magicLength - this.head.length)))
    const inner = this.head.length >= 4 ? this.recognise(padded) : null
    if (inner === null) throw this.refuse(this.head)
    inner.push(this.head)
    return inner
  }

  private refuse(head: Uint8Array): NotACapture {
    const damage = this.file.problems.at(-1)
    if (head.length === 0 && damage !== undefined) return new NotACapture(damage.message)
    const wrapping = this.wraps.length === 0 ? '' : `${this.wraps.join('+')} data, and inside `
    return new NotACapture(wrapping + describeHead(head))
  }

  private unwrap(compression: Compression): CaptureReader {
    const decompressor = this.options.decompressor?.(compression) ?? makeDecompressor(compression)
    const within = new RecognisingReader(this.file, this.sink, this.options, [
      ...this.wraps,
      compression,
    ])
    return new UnwrappingReader(within, compression, decompressor)
  }
}

/** Feeds what a decompressor makes to a reader; what went wrong on the way becomes a problem. */
class UnwrappingReader implements CaptureReader {
  readonly file: OpenCapture
  private readonly within: RecognisingReader
  private readonly compression: Compression
  private readonly decompressor: Decompressor
  private faulty = false

  constructor(within: RecognisingReader, compression: Compression, decompressor: Decompressor) {
    this.file = within.file
    this.within = within
    this.compression = compression
    this.decompressor = decompressor
  }

  push(bytes: Uint8Array): void {
    if (this.faulty) return
    this.decompressor.push(bytes, this.emit)
    this.tellFault()
  }

  end(): void {
    if (!this.faulty) this.decompressor.end(this.emit)
    this.tellFault()
    this.within.end()
    this.file.format += `+${this.compression}`
  }

  private readonly emit = (bytes: Uint8Array): void => {
    this.within.push(bytes)
  }

  private tellFault(): void {
    const { fault } = this.decompressor
    if (fault === null || this.faulty) return
    this.faulty = true
    this.file.report(this.file.bytes, null, `${this.compression} data damaged or cut: ${fault}`)
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}
