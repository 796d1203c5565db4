// The classic capture file of libpcap, in the variants that are met: both byte orders, micro- and
// nanoseconds, and the longer record headers of patched libpcaps. draft-ietf-opsawg-pcap.

import type { OpenCapture } from './capture-file.ts'
import { maxFrameLength, plausibleGapSeconds } from './frame-reader.ts'
import type { FrameSink, RecordLayout } from './frame.ts'
import { u16, u32, u32be } from './integers.ts'
import { RecordReader } from './record-reader.ts'

const fileHeaderLength = 24
// Time, fraction, captured and whole length: what all variants begin with.
const plainHeaderLength = 16

interface Variant {
  readonly bigEndian: boolean
  readonly nanoseconds: boolean
  /** Lengths of record headers that writers with this magic number are known to use, likeliest first. */
  readonly headerLengths: readonly number[]
  /** Bytes that follow the file header. */
  readonly extra: number
}

// The plain header has 16 bytes. Kuznetzov's patches add interface, protocol and packet type to make
// 24 (some 28) and mostly, not always, change the magic; Nokia's firewalls add 4 and do not.
const standard = { nanoseconds: false, headerLengths: [16, 24, 20], extra: 0 }
const nano = { nanoseconds: true, headerLengths: [16], extra: 0 }
const modified = { nanoseconds: false, headerLengths: [24, 16, 28], extra: 0 }
// IXIA's lcap puts the size of all records behind the file header.
const ixiaHardware = { nanoseconds: true, headerLengths: [16], extra: 4 }
const ixiaSoftware = { nanoseconds: false, headerLengths: [16], extra: 4 }

/** By the first four bytes, read as big-endian. */
const variants: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { ...standard, bigEndian: true }],
  [0xd4c3b2a1, { ...standard, bigEndian: false }],
  [0xa1b23c4d, { ...nano, bigEndian: true }],
  [0x4d3cb2a1, { ...nano, bigEndian: false }],
  [0xa1b2cd34, { ...modified, bigEndian: true }],
  [0x34cdb2a1, { ...modified, bigEndian: false }],
  [0x1c0001ac, { ...ixiaHardware, bigEndian: true }],
  [0xac01001c, { ...ixiaHardware, bigEndian: false }],
  [0x1c0001ab, { ...ixiaSoftware, bigEndian: true }],
  [0xab01001c, { ...ixiaSoftware, bigEndian: false }],
])

// AIX writes version 2.2, nanoseconds, and the interface types of RFC 1573 in place of link types.
const aixLinkTypes: ReadonlyMap<number, number> = new Map([
  [6, 1],
  [9, 6],
  [15, 10],
  [24, 0],
])

export function isPcap(head: Uint8Array): boolean {
  return head.length >= 4 && variants.has(u32be(head, 0))
}

export class PcapReader extends RecordReader {
  private bigEndian = false
  private headerLength = 0
  private headerLengths: readonly number[] = []
  private nanosPerUnit = 1000
  private units = 1_000_000
  private linkType = 0
  private fcsLength = 0
  private lengthsSwapped: 'never' | 'always' | 'maybe' = 'never'
  private limit = maxFrameLength

  constructor(file: OpenCapture, sink: FrameSink) {
    super(file, sink)
    file.format = 'pcap'
  }

  protected get reach(): number {
    return 2 * this.headerLength + maxFrameLength
  }

  protected scan(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    if (!this.isOpen()) {
      at = this.open(bytes, at, to)
      if (!this.isOpen()) return at
    }
    if (this.headerLength === 0 && !this.chooseHeader(bytes, at, to)) return at
    const { bigEndian, headerLength, limit } = this
    const layout = this.lengthsSwapped === 'never' && this.fcsLength === 0 ? this.layout() : null
    for (;;) {
      if (this.isLost()) {
        at = this.search(bytes, at, to)
        if (this.isLost()) return at
      }
      if (layout !== null) at = this.skim(bytes, at, to, layout)
      if (to - at < headerLength) {
        const next = this.missing(bytes, at, to, headerLength, 'a record header')
        if (next === at) return at
        at = next
        continue
      }
      let captured = u32(bytes, at + 8, bigEndian)
      let whole = u32(bytes, at + 12, bigEndian)
      if (this.lengthsSwapped !== 'never') {
        if (this.lengthsSwapped === 'always' || captured > whole)
          [captured, whole] = [whole, captured]
      }
      const seconds = u32(bytes, at, bigEndian)
      if (captured > limit) {
        this.lose(at, `a record header says ${captured} captured bytes`)
        at++
        continue
      }
      if (whole === 0 && captured === 0 && seconds === 0) {
        // Disk blocks that were never written read as zeros.
        this.lose(at, 'a record header is all zeros')
        at++
        continue
      }
      const end = at + headerLength + captured
      if (end > to) {
        const next = this.missing(bytes, at, to, headerLength + captured, 'a record')
        if (next === at) return at
        at = next
        continue
      }
      this.record(bytes, at, end, whole, seconds, u32(bytes, at + 4, bigEndian))
      at = end
    }
  }

  private layout(): RecordLayout {
    const { headerLength, bigEndian, limit, units, nanosPerUnit, linkType } = this
    return { headerLength, bigEndian, limit, units, nanosPerUnit, linkType }
  }

  private isOpen(): boolean {
    return this.headerLengths.length > 0
  }

  protected isRecord(bytes: Uint8Array, at: number, to: number): boolean {
    const next = this.plausibleEnd(bytes, at, to, this.headerLength)
    if (next < 0 || next > to) return false
    if (next === to) return this.ending
    return this.plausibleEnd(bytes, next, to, this.headerLength) >= 0
  }

  private open(bytes: Uint8Array, at: number, to: number): number {
    const variant = to - at < 4 ? undefined : variants.get(u32be(bytes, at))
    this.wanted = fileHeaderLength + (variant?.extra ?? 0)
    if (variant === undefined || to - at < this.wanted) {
      if (this.ending) {
        this.file.report(0, null, `the file ends inside its header, after ${to - at} bytes`)
        return to
      }
      return at
    }
    const { bigEndian } = variant
    this.bigEndian = bigEndian
    this.headerLengths = variant.headerLengths
    const major = u16(bytes, at + 4, bigEndian)
    const minor = u16(bytes, at + 6, bigEndian)
    const snapLength = u32(bytes, at + 16, bigEndian)
    const network = u32(bytes, at + 20, bigEndian)
    this.linkType = network & 0xffff
    // The flag says that the four bits above it count the frame check sequence in words of 16 bits.
    if ((network & 0x0400_0000) !== 0) this.fcsLength = 2 * (network >>> 28)
    let { nanoseconds } = variant
    if (major === 2 && minor === 2 && aixLinkTypes.has(network)) {
      this.linkType = aixLinkTypes.get(network)!
      nanoseconds = true
    } else if (major === 2 && minor <= 3) {
      // Before 2.3 the two lengths stood the other way round, and 2.3 was written both ways.
      this.lengthsSwapped = minor === 3 ? 'maybe' : 'always'
    } else if (major !== 2) {
      this.file.report(4, null, `version ${major}.${minor} of the format: read as 2.4`)
    }
    this.units = nanoseconds ? 1_000_000_000 : 1_000_000
    this.nanosPerUnit = nanoseconds ? 1 : 1000
    this.file.decimals = nanoseconds ? 9 : 6
    // Beyond 16 MiB a snap length is a way of saying that there is none.
    if (snapLength <= 16 * 1024 * 1024) this.limit = Math.max(this.limit, snapLength)
    this.file.linkTypes.add(this.linkType)
    return at + fileHeaderLength + variant.extra
  }

  /** Takes the header length with which the second record makes sense; false while it is not there. */
  private chooseHeader(bytes: Uint8Array, at: number, to: number): boolean {
    const likeliest = this.headerLengths[0]!
    this.headerLength = likeliest
    if (this.headerLengths.length === 1 || to - at < likeliest) {
      if (this.headerLengths.length === 1 || this.ending) return true
      this.headerLength = 0
      this.wanted = likeliest
      return false
    }
    const captured = u32(bytes, at + 8, this.bigEndian)
    // All lengths are judged by where they expect the next record, so that must be in sight.
    const needed = Math.max(...this.headerLengths) + captured + likeliest
    if (captured > this.limit) return true
    if (to - at < needed && !this.ending) {
      this.headerLength = 0
      this.wanted = needed
      return false
    }
    // One record, and a piece of what may be another, prove nothing against the likeliest.
    if (to - at < 2 * likeliest + captured) return true
    const seconds = u32(bytes, at, this.bigEndian)
    this.headerLength =
      this.headerLengths.find((length) => {
        const next = at + length + captured
        if (next === to) return this.ending
        if (this.plausibleEnd(bytes, next, to, length) < 0) return false
        return Math.abs(u32(bytes, next, this.bigEndian) - seconds) <= plausibleGapSeconds
      }) ?? likeliest
    return true
  }

  /** Where the record at `at` ends, or -1 when its header cannot be one. */
  private plausibleEnd(bytes: Uint8Array, at: number, to: number, headerLength: number): number {
    if (to - at < plainHeaderLength) return -1
    if (!this.isNear(u32(bytes, at, this.bigEndian))) return -1
    if (u32(bytes, at + 4, this.bigEndian) >= this.units) return -1
    const captured = u32(bytes, at + 8, this.bigEndian)
    if (captured === 0 || captured > maxFrameLength) return -1
    const whole = u32(bytes, at + 12, this.bigEndian)
    if (this.lengthsSwapped === 'never' && (whole < captured || whole > maxFrameLength)) return -1
    return at + headerLength + captured
  }

  private record(
    bytes: Uint8Array,
    at: number,
    end: number,
    whole: number,
    seconds: number,
    units: number,
  ): void {
    let to = end
    const from = at + this.headerLength
    if (this.fcsLength > 0 && whole >= this.fcsLength) {
      whole -= this.fcsLength
      to = Math.max(from, Math.min(to, from + whole))
    }
    if (units >= this.units) {
      const message = `the fraction of the second is ${units} of ${this.units}`
      this.file.report(this.base + at + 4, this.file.frames + 1, message)
      seconds += Math.floor(units / this.units)
      units %= this.units
    }
    this.emit(bytes, from, to, whole, seconds, units * this.nanosPerUnit, this.linkType)
  }
}
