// pcapng: blocks of sections, each with its own byte order and interfaces. draft-ietf-opsawg-pcapng.

import type { OpenCapture } from './capture-file.ts'
import { maxFrameLength } from './frame-reader.ts'
import type { FrameSink } from './frame.ts'
import { u16, u32, u32be, u64 } from './integers.ts'
import { PcapngClock } from './pcapng-clock.ts'
import { RecordReader } from './record-reader.ts'

const sectionHeader = 0x0a0d0d0a
const interfaceDescription = 1
const obsoletePacket = 2
const simplePacket = 3
const nameResolution = 4
const interfaceStatistics = 5
const enhancedPacket = 6
const decryptionSecrets = 10
const customBlocks = [0x0bad, 0x4000_0bad]

/** Blocks that a search for the next one trusts. */
const knownBlocks: ReadonlySet<number> = new Set([
  sectionHeader,
  interfaceDescription,
  obsoletePacket,
  simplePacket,
  nameResolution,
  interfaceStatistics,
  enhancedPacket,
  decryptionSecrets,
  ...customBlocks,
])

const optionComment = 1
// Wireshark's bound too. A longer length is damage, and would make one block swallow the file.
const maxBlockLength = 16 * 1024 * 1024
// A frame, and room for its options.
const maxSearchedBlockLength = 2 * maxFrameLength
// Tools write one per network card; the number is free for whoever wants to fill the memory.
const maxInterfaces = 65_536

interface Interface {
  readonly linkType: number
  readonly snapLength: number
  readonly clock: PcapngClock
  readonly fcsLength: number
  dropped: number
}

export function isPcapng(head: Uint8Array): boolean {
  if (head.length < 12 || u32be(head, 0) !== sectionHeader) return false
  return byteOrder(head, 0) !== null
}

export class PcapngReader extends RecordReader {
  protected readonly reach: number = maxSearchedBlockLength + 16
  private bigEndian = false
  private interfaces: Interface[] = []
  private sectionEnd = -1

  constructor(file: OpenCapture, sink: FrameSink) {
    super(file, sink)
    file.format = 'pcapng'
  }

  protected scan(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    for (;;) {
      if (this.isLost()) {
        at = this.search(bytes, at, to)
        if (this.isLost()) return at
      }
      if (to - at < 12) {
        const next = this.missing(bytes, at, to, 12, 'a block')
        if (next === at) return at
        at = next
        continue
      }
      const isSection = u32be(bytes, at) === sectionHeader
      const bigEndian = isSection ? byteOrder(bytes, at) : this.bigEndian
      if (bigEndian === null) {
        this.lose(at, 'a section header has no byte-order magic')
        at++
        continue
      }
      const claimed = u32(bytes, at + 4, bigEndian)
      if (claimed < 12 || claimed > maxBlockLength) {
        this.lose(at, `a block says that it is ${claimed} bytes long`)
        at++
        continue
      }
      // Blocks are padded to 32 bits; some writers leave the padding out of the length.
      const length = (claimed + 3) & ~3
      if (length > to - at) {
        const next = this.missing(bytes, at, to, length, 'a block')
        if (next === at) return at
        at = next
        continue
      }
      const trailing = u32(bytes, at + length - 4, bigEndian)
      if (trailing !== claimed) {
        this.lose(at, `a block of ${claimed} bytes says ${trailing} at its end`)
        at++
        continue
      }
      if (isSection) this.openSection(bytes, at, length, bigEndian)
      else this.block(bytes, at, at + length - 4, u32(bytes, at, bigEndian))
      at += length
    }
  }

  protected isRecord(bytes: Uint8Array, at: number, to: number): boolean {
    if (to - at < 12) return false
    const isSection = u32be(bytes, at) === sectionHeader
    const bigEndian = isSection ? byteOrder(bytes, at) : this.bigEndian
    if (bigEndian === null || !knownBlocks.has(u32(bytes, at, bigEndian))) return false
    const length = u32(bytes, at + 4, bigEndian)
    if (length < 12 || length > maxSearchedBlockLength || length % 4 !== 0) return false
    return at + length <= to && u32(bytes, at + length - 4, bigEndian) === length
  }

  private openSection(bytes: Uint8Array, at: number, length: number, bigEndian: boolean): void {
    const offset = this.base + at
    if (this.sectionEnd >= 0 && this.sectionEnd !== offset)
      this.file.report(offset, null, `a section begins; the last was to end at ${this.sectionEnd}`)
    this.bigEndian = bigEndian
    this.interfaces = []
    this.sectionEnd = -1
    if (length < 28) {
      this.file.report(offset, null, `a section header of ${length} bytes`)
      return
    }
    const major = u16(bytes, at + 12, bigEndian)
    const minor = u16(bytes, at + 14, bigEndian)
    // 1.2 is what some writers put there for the same format; the draft says to read it as 1.0.
    if (major !== 1 || (minor !== 0 && minor !== 2))
      this.file.report(offset, null, `version ${major}.${minor} of the format: read as 1.0`)
    const sectionLength = u64(bytes, at + 16, bigEndian)
    // All ones: not known when it was written.
    if (sectionLength !== 0xffff_ffff_ffff_ffffn)
      this.sectionEnd = offset + length + Number(sectionLength)
    this.comments(bytes, at + 24, at + length - 4, null)
  }

  /** One whole block; `end` is where its trailing length begins. */
  private block(bytes: Uint8Array, at: number, end: number, type: number): void {
    if (type === enhancedPacket) this.packetBlock(bytes, at, end, false)
    else if (type === simplePacket) this.simple(bytes, at, end)
    else if (type === obsoletePacket) this.packetBlock(bytes, at, end, true)
    else if (type === interfaceDescription) this.describe(bytes, at, end)
    else if (type === interfaceStatistics) this.statistics(bytes, at, end)
    else if (type === decryptionSecrets) this.decryption(bytes, at, end)
  }

  /** Enhanced and obsolete blocks differ in how wide the number of their interface is. */
  private packetBlock(bytes: Uint8Array, at: number, end: number, isObsolete: boolean): void {
    if (end - at < 28) {
      this.short(at, end, isObsolete ? 'a packet block' : 'an enhanced packet block')
      return
    }
    const { bigEndian } = this
    const id = (isObsolete ? u16 : u32)(bytes, at + 8, bigEndian)
    const high = u32(bytes, at + 12, bigEndian)
    const low = u32(bytes, at + 16, bigEndian)
    const captured = u32(bytes, at + 20, bigEndian)
    const whole = u32(bytes, at + 24, bigEndian)
    const options = this.packet(bytes, at, at + 28, end, id, high, low, captured, whole)
    if (options < end) this.comments(bytes, options, end, this.file.frames)
  }

  private simple(bytes: Uint8Array, at: number, end: number): void {
    const card = this.interfaces[0]
    if (end - at < 12 || card === undefined) {
      this.file.frames++
      this.file.report(this.base + at, this.file.frames, 'a simple packet block without interface')
      return
    }
    const whole = u32(bytes, at + 8, this.bigEndian)
    const room = end - at - 12
    const limit = card.snapLength === 0 ? room : Math.min(room, card.snapLength)
    const from = at + 12
    this.frame.interfaceId = 0
    // The block has no time; the last one that is known keeps the order.
    const { seconds, nanos } = this.frame
    this.emit(bytes, from, from + Math.min(limit, whole), whole, seconds, nanos, card.linkType)
  }

  /** Hands over one packet whose interface and time are known; answers where its options begin. */
  private packet(
    bytes: Uint8Array,
    at: number,
    from: number,
    end: number,
    id: number,
    high: number,
    low: number,
    captured: number,
    whole: number,
  ): number {
    const card = this.interfaces[id]
    if (card === undefined) {
      // It keeps its number, so that those after it have the same as in other tools.
      this.file.frames++
      const message = `a packet of interface ${id}, which the file does not describe`
      this.file.report(this.base + at, this.file.frames, message)
      return end
    }
    if (captured > end - from) {
      const message = `a packet says ${captured} captured bytes where its block has room for ${end - from}`
      this.file.report(this.base + at, this.file.frames + 1, message)
      captured = end - from
    }
    const options = from + ((captured + 3) & ~3)
    const { clock, fcsLength } = card
    clock.read(high, low)
    if (fcsLength > 0 && captured === whole && whole >= fcsLength) {
      whole -= fcsLength
      captured = whole
    }
    this.frame.interfaceId = id
    this.emit(bytes, from, from + captured, whole, clock.seconds, clock.nanos, card.linkType)
    return options
  }

  private describe(bytes: Uint8Array, at: number, end: number): void {
    if (end - at < 16) {
      this.short(at, end, 'an interface description')
      return
    }
    if (this.interfaces.length >= maxInterfaces) {
      this.file.report(this.base + at, null, `more than ${maxInterfaces} interfaces: left out`)
      return
    }
    const linkType = u16(bytes, at + 8, this.bigEndian)
    let resolution = 6
    let offsetSeconds = 0n
    let fcsLength = 0
    this.options(bytes, at + 16, end, (code, from, to) => {
      if (code === optionComment) this.comment(bytes, from, to, null)
      else if (code === 9 && to - from >= 1) resolution = bytes[from]!
      else if (code === 14 && to - from >= 8)
        offsetSeconds = BigInt.asIntN(64, u64(bytes, from, this.bigEndian))
      // The draft counts bits, and writers put bytes there as well: 32 or 4 for Ethernet.
      else if (code === 13 && to - from >= 1)
        fcsLength = bytes[from]! >= 8 ? bytes[from]! >> 3 : bytes[from]!
    })
    const clock = new PcapngClock(resolution, offsetSeconds)
    this.interfaces.push({
      linkType,
      snapLength: u32(bytes, at + 12, this.bigEndian),
      clock,
      fcsLength,
      dropped: 0,
    })
    this.file.linkTypes.add(linkType)
    this.file.decimals = Math.max(this.file.decimals, clock.decimals)
  }

  private statistics(bytes: Uint8Array, at: number, end: number): void {
    if (end - at < 20) {
      this.short(at, end, 'interface statistics')
      return
    }
    const card = this.interfaces[u32(bytes, at + 8, this.bigEndian)]
    const counts: number[] = []
    this.options(bytes, at + 20, end, (code, from, to) => {
      // if_drop by the interface, osdrop by the operating system: both count from the start.
      if ((code !== 5 && code !== 7) || to - from < 8) return
      counts.push(Number(u64(bytes, from, this.bigEndian)))
    })
    if (card === undefined || counts.length === 0) return
    const dropped = counts.reduce((sum, count) => sum + count)
    this.file.dropped = (this.file.dropped ?? 0) + Math.max(0, dropped - card.dropped)
    card.dropped = Math.max(card.dropped, dropped)
  }

  private decryption(bytes: Uint8Array, at: number, end: number): void {
    const length = end - at < 16 ? Infinity : u32(bytes, at + 12, this.bigEndian)
    if (length > end - at - 16) {
      this.file.report(this.base + at, null, 'decryption secrets that do not fit their block')
      return
    }
    const from = at + 16
    const type = u32(bytes, at + 8, this.bigEndian)
    this.file.keepSecrets(this.base + at, type, bytes.subarray(from, from + length))
  }

  private comments(bytes: Uint8Array, from: number, to: number, frame: number | null): void {
    if (to - from < 4) return
    this.options(bytes, from, to, (code, start, stop) => {
      if (code === optionComment) this.comment(bytes, start, stop, frame)
    })
  }

  private comment(bytes: Uint8Array, from: number, to: number, frame: number | null): void {
    this.file.comment(frame, new TextDecoder().decode(bytes.subarray(from, to)))
  }

  private options(
    bytes: Uint8Array,
    from: number,
    to: number,
    visit: (code: number, from: number, to: number) => void,
  ): void {
    let at = from
    while (to - at >= 4) {
      const code = u16(bytes, at, this.bigEndian)
      const length = u16(bytes, at + 2, this.bigEndian)
      if (code === 0) return
      if (length > to - at - 4) {
        this.file.report(this.base + at, null, `option ${code} runs past the end of its block`)
        return
      }
      visit(code, at + 4, at + 4 + length)
      at += 4 + ((length + 3) & ~3)
    }
  }

  private short(at: number, end: number, what: string): void {
    this.file.report(this.base + at, null, `${what} of ${end + 4 - at} bytes is too short`)
  }
}

/** Whether the section at `at` is big-endian, or null when its magic is neither. */
function byteOrder(bytes: Uint8Array, at: number): boolean | null {
  const magic = u32be(bytes, at + 8)
  if (magic === 0x1a2b3c4d) return true
  return magic === 0x4d3c2b1a ? false : null
}
