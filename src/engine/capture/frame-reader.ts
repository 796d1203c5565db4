// What every reader does with a frame, whatever the format: number it, check it, and hand it over.

import type { OpenCapture } from './capture-file.ts'
import { Frame } from './frame.ts'
import type { CaptureReader, FrameSink, RecordLayout } from './frame.ts'

/** No frame that a capture tool writes is longer; the limit of libpcap and of Wireshark. */
export const maxFrameLength = 262_144

/** Frames that no network carried, such as Network Monitor's own notes, have a type from here on. */
export const notLinkType = 0x1_0000

// A capture may run for weeks between two packets; noise that is read as a time lands anywhere in 136 years.
export const plausibleGapSeconds: number = 40 * 86_400

/** The base of all readers. */
export abstract class FrameReader implements CaptureReader {
  readonly file: OpenCapture
  protected readonly frame: Frame = new Frame()
  /** Offset in the file of the first byte of the block that is being read. */
  protected base = 0
  private readonly sink: FrameSink
  private lastLinkType = -1
  private earliest = { seconds: Infinity, nanos: 0 }
  private latest = { seconds: -Infinity, nanos: 0 }

  constructor(file: OpenCapture, sink: FrameSink) {
    this.file = file
    this.sink = sink
  }

  abstract push(bytes: Uint8Array): void
  abstract end(): void

  /** Hands one frame over. `from` and `to` are where its bytes stand in the block. */
  protected emit(
    bytes: Uint8Array,
    from: number,
    to: number,
    wholeLength: number,
    seconds: number,
    nanos: number,
    linkType: number,
  ): void {
    const { frame, file } = this
    frame.number = ++file.frames
    frame.bytes = bytes
    frame.from = from
    frame.to = to
    frame.wholeLength = wholeLength
    frame.seconds = seconds
    frame.nanos = nanos
    frame.linkType = linkType
    frame.offset = this.base + from
    if (to - from > wholeLength) {
      const message = `${to - from} bytes captured of a frame of ${wholeLength}`
      file.report(frame.offset, frame.number, message)
      frame.wholeLength = to - from
    }
    if (linkType !== this.lastLinkType) {
      if (linkType < notLinkType) file.linkTypes.add(linkType)
      this.lastLinkType = linkType
    }
    this.note(seconds, nanos)
    this.sink(frame)
  }

  /** Lets the sink pass over records from `at` on. Answers where it stopped. */
  protected skim(bytes: Uint8Array, at: number, to: number, layout: RecordLayout): number {
    const { skimmer } = this.sink
    if (!skimmer) return at
    const next = skimmer.skim(bytes, at, to, this.file.frames, layout)
    if (next === at) return at
    this.file.frames += skimmer.skimmed
    this.frame.seconds = skimmer.lastSeconds
    this.note(skimmer.earliestSeconds, skimmer.earliestNanos)
    this.note(skimmer.latestSeconds, skimmer.latestNanos)
    return next
  }

  private note(seconds: number, nanos: number): void {
    const { earliest, latest } = this
    if (seconds < earliest.seconds || (seconds === earliest.seconds && nanos < earliest.nanos)) {
      earliest.seconds = seconds
      earliest.nanos = nanos
    }
    if (seconds > latest.seconds || (seconds === latest.seconds && nanos > latest.nanos)) {
      latest.seconds = seconds
      latest.nanos = nanos
    }
  }

  /** Whether a time may belong to the capture, by the frames so far. One of them may have a wrong time itself. */
  protected isNear(seconds: number): boolean {
    return (
      this.file.frames === 0 ||
      Math.abs(seconds - this.frame.seconds) <= plausibleGapSeconds ||
      Math.abs(seconds - this.earliest.seconds) <= plausibleGapSeconds ||
      Math.abs(seconds - this.latest.seconds) <= plausibleGapSeconds
    )
  }

  /** Brings the times of the file up to date; once per piece is enough. */
  protected tellTimes(): void {
    if (this.earliest.seconds === Infinity) return
    this.file.firstTime = { ...this.earliest }
    this.file.lastTime = { ...this.latest }
  }
}
