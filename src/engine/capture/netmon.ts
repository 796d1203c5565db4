// Microsoft Network Monitor, versions 1.1 and 2.0 to 2.3: a header, frames anywhere, and a table of
// where they are. Microsoft's NetMon documentation, and what files of each version show.

import type { OpenCapture } from './capture-file.ts'
import { FrameReader, maxFrameLength, notLinkType } from './frame-reader.ts'
import type { FrameSink } from './frame.ts'
import { u16le, u32be, u32le } from './integers.ts'
import { unwrapMedia } from './netmon-media.ts'
import type { Carried } from './netmon-media.ts'
import { PcapngClock } from './pcapng-clock.ts'

const magic1 = 0x52545353 // RTSS
const magic2 = 0x474d4255 // GMBU
const fileHeaderLength = 128
// The table is the last thing in the file and its order is the frames' order, so the file must be held.
// Network Monitor itself stops at 500 MB unless told otherwise; a file that is longer is read from
// the front without its table.
const maxHeld = 1024 * 1024 * 1024

// Seconds from 1601, where FILETIME begins, to 1970.
const filetimeEpoch = -11_644_473_600n

export function isNetmon(head: Uint8Array): boolean {
  if (head.length < 6) return false
  const magic = u32be(head, 0)
  return (magic === magic1 && head[5] === 1) || (magic === magic2 && head[5] === 2)
}

export class NetmonReader extends FrameReader {
  private held = new Uint8Array(0)
  private length = 0
  private major = 0
  private minor = 0
  private headerLength = 0
  private trailerLength = 0
  private startSeconds = 0
  private startNanos = 0
  private seconds = 0
  private nanos = 0
  private saidTimes = false
  private readonly comments = new Map<number, string>()
  private readonly clock = new PcapngClock(7, filetimeEpoch)
  private readonly carried: Carried = { from: 0, to: 0, wholeLength: 0, linkType: 0 }

  constructor(file: OpenCapture, sink: FrameSink) {
    super(file, sink)
    file.format = 'netmon2'
  }

  push(bytes: Uint8Array): void {
    this.file.bytes += bytes.length
    const room = bytes.subarray(0, maxHeld - this.length)
    const needed = this.length + room.length
    if (needed > this.held.length) {
      const larger = new Uint8Array(Math.min(maxHeld, Math.max(needed, 2 * this.held.length)))
      larger.set(this.held.subarray(0, this.length))
      this.held = larger
    }
    this.held.set(room, this.length)
    this.length = needed
    this.file.format = this.held[5] === 1 ? 'netmon1' : 'netmon2'
  }

  end(): void {
    const bytes = this.held.subarray(0, this.length)
    if (bytes.length < fileHeaderLength) {
      const message = `the file ends inside its header, after ${bytes.length} bytes`
      this.file.report(0, null, message)
      return
    }
    this.open(bytes)
    const tableAt = u32le(bytes, 24)
    const tableLength = u32le(bytes, 28)
    const fault = this.tableFault(tableAt, tableLength)
    if (fault === null) {
      for (let at = tableAt; at < tableAt + tableLength; at += 4)
        this.record(bytes, u32le(bytes, at))
    } else {
      this.file.report(24, null, `${fault}; frames are looked for one behind the other`)
      this.walk(bytes, tableAt >= fileHeaderLength ? Math.min(tableAt, bytes.length) : bytes.length)
    }
    this.tellTimes()
  }

  private open(bytes: Uint8Array): void {
    this.minor = bytes[4]!
    this.major = bytes[5]!
    if (this.major === 2 && this.minor > 3)
      this.file.report(4, null, `version 2.${this.minor} of the format: read as 2.3`)
    this.headerLength = this.major === 1 ? 8 : 16
    this.trailerLength = this.major === 1 ? 0 : [0, 2, 6, 15][Math.min(3, this.minor)]!
    this.file.decimals = this.major === 1 ? 3 : this.minor >= 3 ? 7 : 6
    // SYSTEMTIME: year, month, day of the week, day, hour, minute, second, milliseconds. It is local
    // time, and the file does not say where; it is shown as it stands.
    const word = (i: number): number => u16le(bytes, 8 + 2 * i)
    const start = Date.UTC(word(0), word(1) - 1, word(3), word(4), word(5), word(6))
    this.startSeconds = start / 1000
    this.startNanos = (word(7) % 1000) * 1_000_000
    if (this.major === 2 && this.minor === 0) this.statistics(bytes)
    if (this.major === 2 && this.minor >= 2) this.findComments(bytes)
  }

  private tableFault(at: number, length: number): string | null {
    if (length === 0 && this.length === fileHeaderLength) return null
    if (at === 0) return 'the frame table was never written'
    if (length === 0 || length % 4 !== 0) return `the frame table is ${length} bytes long`
    if (at < fileHeaderLength || at + length > this.length)
      return `the frame table at ${at} to ${at + length} is not in the file of ${this.length} bytes`
    return null
  }

  /** Frames one behind the other, for want of a table: as long as their headers make sense. */
  private walk(bytes: Uint8Array, to: number): void {
    let at = fileHeaderLength
    while (at < to) {
      const length = this.plausibleLength(bytes, at)
      if (length < 0 || at + length > to) {
        this.file.report(at, this.file.frames + 1, 'no whole frame where the next should be')
        return
      }
      this.record(bytes, at)
      at += length
    }
  }

  private plausibleLength(bytes: Uint8Array, at: number): number {
    if (this.length - at < this.headerLength) return -1
    const whole = this.major === 1 ? u16le(bytes, at + 4) : u32le(bytes, at + 8)
    const captured = this.major === 1 ? u16le(bytes, at + 6) : u32le(bytes, at + 12)
    if (captured === 0 || captured > whole || captured > maxFrameLength) return -1
    return this.headerLength + captured + this.trailerLength
  }

  private record(bytes: Uint8Array, at: number): void {
    const number = this.file.frames + 1
    const from = at + this.headerLength
    if (at < fileHeaderLength || from > bytes.length) {
      this.skip(at, `frame ${number} is not in the file`)
      return
    }
    const whole = this.major === 1 ? u16le(bytes, at + 4) : u32le(bytes, at + 8)
    const captured = this.major === 1 ? u16le(bytes, at + 6) : u32le(bytes, at + 12)
    const to = from + captured
    if (captured > maxFrameLength || to + this.trailerLength > bytes.length) {
      this.skip(at, `frame ${number} says ${captured} captured bytes, and the file has no room`)
      return
    }
    this.readTime(bytes, at, to)
    const { carried } = this
    carried.from = from
    carried.to = to
    carried.wholeLength = whole
    unwrapMedia(bytes, carried, this.trailerLength > 0 ? u16le(bytes, to) : u16le(bytes, 6))
    const { wholeLength, linkType } = carried
    this.emit(bytes, carried.from, carried.to, wholeLength, this.seconds, this.nanos, linkType)
    if (this.comments.size > 0) this.file.comment(number, this.comments.get(at) ?? '')
  }

  /** A frame that cannot be read keeps its number, so that the others have those that users saw. */
  private skip(at: number, message: string): void {
    this.file.frames++
    this.file.report(at, this.file.frames, message)
  }

  private readTime(bytes: Uint8Array, at: number, end: number): void {
    const low = u32le(bytes, at)
    if (this.major === 1) {
      this.setTime(Math.floor(low / 1000), (low % 1000) * 1_000_000)
      return
    }
    const high = u32le(bytes, at + 4)
    if (high < 0x10_0000) {
      const micros = high * 0x1_0000_0000 + low
      const seconds = Math.floor(micros / 1_000_000)
      this.setTime(seconds, (micros - seconds * 1_000_000) * 1000)
    } else {
      // Times before the start: the product with 10 wraps around, and is then a signed count of 100 ns.
      const ticks = BigInt.asIntN(64, ((BigInt(high) << 32n) | BigInt(low)) * 10n)
      const seconds = Number(ticks / 10_000_000n)
      this.setTime(seconds, Number(ticks % 10_000_000n) * 100)
    }
    if (this.trailerLength === 15) this.useFiletime(bytes, end + 6)
  }

  private setTime(seconds: number, nanos: number): void {
    const sum = this.startNanos + nanos
    const carry = Math.floor(sum / 1_000_000_000)
    this.seconds = this.startSeconds + seconds + carry
    this.nanos = sum - carry * 1_000_000_000
  }

  /** From 2.3 on each frame has its time in UTC, which beats the local time of the header. */
  private useFiletime(bytes: Uint8Array, at: number): void {
    const { clock } = this
    clock.read(u32le(bytes, at + 4), u32le(bytes, at))
    // Time zones reach no further than a day.
    if (Math.abs(clock.seconds - this.seconds) <= 86_400) {
      this.seconds = clock.seconds
      this.nanos = clock.nanos
    } else if (!this.saidTimes) {
      this.saidTimes = true
      const message = 'times in UTC are missing or far off: the local time of the header is used'
      this.file.report(at, this.file.frames + 1, message)
    }
  }

  private statistics(bytes: Uint8Array): void {
    const at = u32le(bytes, 48)
    if (u32le(bytes, 52) < 88 || at < fileHeaderLength || at + 88 > bytes.length) return
    // Dropped, dropped from the buffer, dropped by the card for want of buffers and for errors.
    this.file.dropped = [48, 52, 72, 84].reduce((sum, field) => sum + u32le(bytes, at + field), 0)
  }

  private findComments(bytes: Uint8Array): void {
    let at = u32le(bytes, 40)
    const end = Math.min(bytes.length, at + u32le(bytes, 44))
    if (at < fileHeaderLength) return
    const utf16 = new TextDecoder('utf-16le')
    // Frames per comment, offset of the frame, length of the title, title, length of the text, text.
    while (end - at >= 16) {
      const titleAt = at + 12
      const textAt = titleAt + u32le(bytes, at + 8) + 4
      if (textAt > end || textAt + u32le(bytes, textAt - 4) > end) {
        this.file.report(at, null, 'a comment that does not fit its table')
        return
      }
      const title = utf16.decode(bytes.subarray(titleAt, textAt - 4)).replace(/\0.*$/s, '')
      this.comments.set(u32le(bytes, at + 4), title)
      at = textAt + u32le(bytes, textAt - 4)
    }
  }
}

/** Whether a frame is one of Network Monitor's own notes; answers its media type, else null. */
export function findNote(linkType: number): number | null {
  return linkType >= notLinkType ? linkType - notLinkType : null
}
