// Solaris snoop. RFC 1761; link types by the IANA registry of snoop datalink types.

import type { OpenCapture } from './capture-file.ts'
import { maxFrameLength, notLinkType } from './frame-reader.ts'
import type { FrameSink } from './frame.ts'
import { u32be } from './integers.ts'
import { RecordReader } from './record-reader.ts'

const fileHeaderLength = 16
const headerLength = 24
const magic = [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0, 0, 0]
// Records are padded to 32 bits; hardware analysers add a trailer of 16 bytes and more.
const maxPadding = 1024

/** Snoop's datalink type → LINKTYPE. Above 9 Shomiti's Surveyor uses numbers of its own for Ethernet. */
const linkTypes: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 6],
  [4, 1],
  [8, 10],
  [9, 0],
  [10, 1],
  [12, 1],
  [14, 0],
  [16, 122],
  [18, 123],
  [19, 1],
  [26, 242],
  [0x8000_0001, 228],
  [0x8000_0002, 229],
  [0x8000_0005, 226],
])

export function isSnoop(head: Uint8Array): boolean {
  return magic.every((byte, i) => head[i] === byte)
}

/** The number that snoop has for a link type, or null. */
export function findDatalinkType(linkType: number): number | null {
  // 802.3 and Ethernet are one link type; 4 is what snoop writes.
  if (linkType === 1) return 4
  for (const [datalink, known] of linkTypes) if (known === linkType) return datalink
  return null
}

export class SnoopReader extends RecordReader {
  protected readonly reach: number = 2 * headerLength + maxFrameLength + maxPadding
  private opened = false
  private linkType = 0

  constructor(file: OpenCapture, sink: FrameSink) {
    super(file, sink)
    file.format = 'snoop'
  }

  protected scan(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    if (!this.opened) {
      if (to - at < fileHeaderLength) {
        this.wanted = fileHeaderLength
        if (!this.ending) return at
        this.file.report(0, null, `the file ends inside its header, after ${to - at} bytes`)
        return to
      }
      this.open(bytes, at)
      at += fileHeaderLength
    }
    for (;;) {
      if (this.isLost()) {
        at = this.search(bytes, at, to)
        if (this.isLost()) return at
      }
      if (to - at < headerLength) {
        const next = this.missing(bytes, at, to, headerLength, 'a record header')
        if (next === at) return at
        at = next
        continue
      }
      const captured = u32be(bytes, at + 4)
      const length = u32be(bytes, at + 8)
      if (captured > maxFrameLength || length < headerLength + captured) {
        this.lose(at, `a record of ${length} bytes says ${captured} captured bytes`)
        at++
        continue
      }
      if (length > headerLength + captured + maxPadding) {
        this.lose(at, `a record of ${captured} captured bytes says that it is ${length} bytes long`)
        at++
        continue
      }
      // The padding of the last record may be missing, and nobody misses it.
      const needed = this.ending ? headerLength + captured : length
      if (to - at < needed) {
        const next = this.missing(bytes, at, to, needed, 'a record')
        if (next === at) return at
        at = next
        continue
      }
      this.record(bytes, at, captured)
      at = Math.min(at + length, to)
    }
  }

  protected isRecord(bytes: Uint8Array, at: number, to: number): boolean {
    const next = this.plausibleEnd(bytes, at, to)
    if (next < 0 || next > to) return false
    return next === to ? this.ending : this.plausibleEnd(bytes, next, to) >= 0
  }

  private open(bytes: Uint8Array, at: number): void {
    const version = u32be(bytes, at + 8)
    // 3 to 5 are Surveyor's, which differ in the trailer alone.
    if (version < 2 || version > 5)
      this.file.report(8, null, `version ${version} of the format: read as 2`)
    const type = u32be(bytes, at + 12)
    const linkType = linkTypes.get(type)
    if (linkType === undefined) this.file.report(12, null, `datalink type ${type} is not known`)
    this.linkType = linkType ?? notLinkType
    if (linkType !== undefined) this.file.linkTypes.add(linkType)
    this.file.decimals = 6
    this.opened = true
  }

  private plausibleEnd(bytes: Uint8Array, at: number, to: number): number {
    if (to - at < headerLength) return -1
    const captured = u32be(bytes, at + 4)
    const length = u32be(bytes, at + 8)
    const room = length - headerLength - captured
    if (captured === 0 || captured > maxFrameLength || room < 0 || room > maxPadding) return -1
    if (u32be(bytes, at) < captured || u32be(bytes, at) > maxFrameLength) return -1
    if (u32be(bytes, at + 20) >= 1_000_000) return -1
    return this.isNear(u32be(bytes, at + 16)) ? at + length : -1
  }

  private record(bytes: Uint8Array, at: number, captured: number): void {
    const whole = u32be(bytes, at)
    // Cumulative: drops between the last packet and this one are in the difference.
    this.file.dropped = Math.max(this.file.dropped ?? 0, u32be(bytes, at + 12))
    let seconds = u32be(bytes, at + 16)
    let micros = u32be(bytes, at + 20)
    if (micros >= 1_000_000) {
      const message = `the fraction of the second is ${micros} of 1000000`
      this.file.report(this.base + at + 20, this.file.frames + 1, message)
      seconds += Math.floor(micros / 1_000_000)
      micros %= 1_000_000
    }
    const from = at + headerLength
    this.emit(bytes, from, from + captured, whole, seconds, micros * 1000, this.linkType)
  }
}
