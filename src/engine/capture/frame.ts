// A captured frame as the readers hand it over, and what a reader says of its file.

import type { Moment } from '../wire/moment.ts'

/**
 * One frame. A reader fills the same object again for every frame, and `bytes` may be a block that is
 * overwritten later: whoever needs something after `sink` returns copies it.
 */
export class Frame {
  /** 1-based, counted over the whole file. */
  number = 0
  /** The block in which the frame stands, from `from` to `to` (captured bytes only). */
  bytes: Uint8Array = new Uint8Array(0)
  from = 0
  to = 0
  /** Length on the wire; more than `to - from` where the capture cut the frame (snap length). */
  wholeLength = 0
  seconds = 0
  nanos = 0
  /** LINKTYPE_ number as pcap registers it, whatever the format of the file. */
  linkType = 0
  /** Offset of the frame's first byte in the (decompressed) file. */
  offset = 0
  /** The payload was of no interest and has not been kept: zeros stand for it. */
  isSilent = false
  /** pcapng: number of the interface; else 0. */
  interfaceId = 0
}

export interface FrameSink {
  (frame: Frame): void
  /** Where the sink can tell from records of pcap that nobody has to see their frames. */
  readonly skimmer?: Skimmer | null
}

export interface Skimmer {
  /**
   * Passes over records of pcap that stand in `bytes` from `at` on, as long as they are whole and plain and nobody has to
   * see their frames; `frames` is how many came before. Answers where it stopped.
   */
  skim(bytes: Uint8Array, at: number, to: number, frames: number, layout: RecordLayout): number
  /** Of the frames that were passed over last, if any: how many, the earliest and latest time, and that of the last. */
  readonly skimmed: number
  readonly earliestSeconds: number
  readonly earliestNanos: number
  readonly latestSeconds: number
  readonly latestNanos: number
  readonly lastSeconds: number
}

/** How the records of a pcap file are written. */
export interface RecordLayout {
  readonly headerLength: number
  readonly bigEndian: boolean
  /** The longest frame. */
  readonly limit: number
  /** Parts of a second that the time counts, and nanoseconds in one. */
  readonly units: number
  readonly nanosPerUnit: number
  readonly linkType: number
}

/** Something in the file that could not be read: where, and what is wrong. */
export interface Problem {
  /** Byte offset in the file (decompressed, where it was compressed). */
  readonly at: number
  readonly frame: number | null
  readonly message: string
}

/** What is known of a capture file; grows while it is read. */
export interface CaptureFile {
  /** `pcap`, `pcapng`, `netmon1`, `netmon2`, `snoop`. The shell adds `+gzip`, `+zstd`, `+lz4`. */
  format: string
  linkTypes: Set<number>
  frames: number
  bytes: number
  firstTime: Moment | null
  lastTime: Moment | null
  /** Decimals of the second that the file's time stamps carry: 3, 6, 9 … */
  decimals: number
  problems: Problem[]
  /** Bodies of pcapng decryption secrets blocks with their type (RFC draft opsawg-pcapng 4.7). */
  secrets: { readonly type: number; readonly bytes: Uint8Array }[]
  /** Comments of the file and its frames, bounded. */
  comments: { readonly frame: number | null; readonly text: string }[]
  /** Frames that the capturing tool says it dropped (pcapng interface statistics, NetMon statistics), or null. */
  dropped: number | null
}

/**
 * A reader that is fed the file in pieces of any size and calls its sink for each whole frame.
 * It never throws on input: what is wrong becomes a `Problem`, and reading goes on where the format allows.
 */
export interface CaptureReader {
  readonly file: CaptureFile
  /** Room for pieces of the file, where it is of advantage to read them into it. */
  readonly room?: Uint8Array | null
  push(bytes: Uint8Array): void
  /** No more input: reports what was cut off. */
  end(): void
}
