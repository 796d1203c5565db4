// One direction of TLS: finds the records in a stream of bytes that comes in pieces of any size. RFC 8446 §5.1.
//
//    segment 1            segment 2                 segment 3
//   [hdr][ handshake ][hdr][ hand│shake ][hd│r][ application data … │ …            ]
//         └─ gathered into messages ──┘         └─ stepped over: only `left` counts down
//
// The road of application data allocates nothing and never looks at the payload.

import type { Direction, Origin } from '../net/flow.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { findRecordFault, type RecordFault } from '../tls/record.ts'
import { MessageGatherer, type GatheredMessage } from './message-gatherer.ts'
import { Pieces, type Point } from './pieces.ts'
import { findRecord } from './record-start.ts'

/** Pieces of the stream in which a record is looked for after a gap, before the direction is given up. */
const searchesMost = 256

/** Bytes kept of what is no record. */
const garbageMost = 64

/**
 * What is to become of a record's payload: nothing; only where it stands is noted; messages are gathered from it;
 * or it is kept whole.
 */
export type Treatment = 'step-over' | 'locate' | 'gather' | 'keep'

/** A record's header and where it stands. The same object every time. */
export class RecordHead {
  type = 0
  version = 0
  length = 0
  /** Of its first byte. */
  frame = 0
  offset = 0
  /** How many of the record's bytes stand in that frame, so far. */
  spanLength = 0
  /** When the header was complete. */
  seconds = 0
  nanos = 0
  /** For the sink's own use: its number in the log, and whether it is protected. */
  number = 0
  encrypted = false
}

/** Who hears of a stream's records: the exchange that both directions belong to. */
export interface RecordSink {
  /** A header is whole. Answers what to do with the payload. */
  recordBegins(stream: TlsStream): Treatment
  /** The payload is through; `payload` is what was kept whole, valid during the call. `at` is null where a gap swallowed its end. */
  recordEnds(stream: TlsStream, payload: Uint8Array | null, at: Point | null): void
  /** A handshake message in clear is whole, and so is the record that completed it; `at` is null where a gap swallowed its end. */
  messageGathered(stream: TlsStream, message: GatheredMessage, at: Point | null): void
  /** What stands where a record was due, as far as it is kept. */
  garbageFound(stream: TlsStream, bytes: Uint8Array, why: RecordFault): void
  /** Bytes were skipped, and perhaps whole records with them. */
  recordsLost(stream: TlsStream): void
}

type Draft<T> = { -readonly [Key in keyof T]: T[Key] }

export class TlsStream {
  readonly direction: Direction
  readonly head: RecordHead = new RecordHead()
  readonly gatherer: MessageGatherer
  /** Where the record under way stands (where it is located or kept), or the garbage. */
  readonly pieces: Pieces = new Pieces()
  /** The newest frame of this direction. Segments that had waited for their turn complete records only now. */
  readonly latest: Draft<Point> = { frame: 0, seconds: 0, nanos: 0 }
  /** When the first byte of the garbage came. */
  readonly garbageAt: Draft<Point> = { frame: 0, seconds: 0, nanos: 0 }
  /** True while a record is looked for, after a gap or because the stream began before the capture. */
  searching: boolean
  /** True once no record can be found any more. */
  dead = false
  /** Records seen. */
  records = 0
  readonly #sink: RecordSink
  #left = 0
  #treatment: Treatment = 'step-over'
  readonly #header = new Uint8Array(5)
  #headerHave = 0
  #kept: Uint8Array = new Uint8Array(0)
  #keptHave = 0
  #holed = false
  #searches = 0
  #garbage: Uint8Array | null = null
  #garbageHave = 0
  #garbageWhy: RecordFault = 'type'
  #ready: GatheredMessage[] = []

  constructor(direction: Direction, sink: RecordSink, searching: boolean) {
    this.direction = direction
    this.#sink = sink
    this.searching = searching
    this.gatherer = new MessageGatherer((message) => this.#ready.push(message))
  }

  /** Whether `pieces` says where the whole record under way stands. */
  get isLocated(): boolean {
    return this.#treatment === 'locate' || this.#treatment === 'keep'
  }

  /** Bytes of the record under way that are still to come. */
  get left(): number {
    return this.#left
  }

  push(bytes: Uint8Array, from: number, to: number, origin: Origin): void {
    let at = from
    const { latest } = this
    if (origin.frame >= latest.frame) {
      latest.frame = origin.frame
      latest.seconds = origin.seconds
      latest.nanos = origin.nanos
    }
    while (at < to) {
      if (this.#left > 0) {
        const length = to - at < this.#left ? to - at : this.#left
        if (this.#treatment !== 'step-over')
          this.#takePayload(bytes, at, length, origin, origin.offset + at - from)
        if (origin.frame === this.head.frame) this.head.spanLength += length
        this.#left -= length
        at += length
        if (this.#left === 0) this.#endRecord(latest)
      } else if (this.dead) {
        this.#takeGarbage(bytes, at, to, origin, origin.offset + at - from)
        return
      } else if (this.searching) {
        const found = findRecord(bytes, at, to)
        if (found < 0) {
          if (++this.#searches >= searchesMost) this.dead = true
          return
        }
        this.searching = false
        at = found
      } else at = this.#takeHeader(bytes, at, to, origin, origin.offset + at - from)
    }
  }

  /** `length` bytes are missing from the stream. */
  gap(length: number): void {
    if (this.dead) return
    let left = length
    if (this.#left > 0) {
      const part = Math.min(left, this.#left)
      this.#holed = true
      if (this.#treatment === 'gather' && !this.gatherer.gap(part)) this.#treatment = 'step-over'
      this.#left -= part
      left -= part
      if (this.#left === 0) this.#endRecord(null)
    }
    if (left === 0) return
    this.gatherer.reset()
    this.#headerHave = 0
    this.searching = true
    this.#searches = 0
    this.#sink.recordsLost(this)
  }

  /** Somebody else stepped over so many records; `left` bytes of the last are still to come. */
  pass(records: number, left: number): void {
    if (records > 0) {
      if (this.#left > 0) this.#endRecord(this.latest)
      this.records += records
      this.#headerHave = 0
      this.#treatment = 'step-over'
      this.head.type = contentTypes.application_data
      this.head.encrypted = true
      this.head.number = -1
    }
    this.#left = left
  }

  /** No more bytes: tells what was still waiting for the end of its record. */
  end(): void {
    this.#flush(null)
    if (this.#headerHave > 0 && !this.dead) {
      const why = findRecordFault(this.#header, 0, this.#headerHave)
      if (why) this.#beginGarbage(why, this.#header, 0, this.#headerHave)
    }
    if (this.#garbage) this.#endGarbage(this.#garbage)
  }

  #takeHeader(bytes: Uint8Array, from: number, to: number, origin: Origin, offset: number): number {
    const head = this.head
    if (this.#headerHave === 0) {
      head.frame = origin.frame
      head.offset = offset
      head.spanLength = 0
      this.pieces.reset()
      if (to - from >= 5) return this.#readHeader(bytes, from, from, origin, offset)
    }
    const length = Math.min(5 - this.#headerHave, to - from)
    this.#header.set(bytes.subarray(from, from + length), this.#headerHave)
    this.pieces.add(origin.frame, offset, length)
    if (this.#headerHave === 0) {
      this.garbageAt.frame = origin.frame
      this.garbageAt.seconds = origin.seconds
      this.garbageAt.nanos = origin.nanos
    }
    if (head.frame === origin.frame) head.spanLength += length
    this.#headerHave += length
    if (this.#headerHave < 5) return to
    this.#headerHave = 0
    return this.#readHeader(this.#header, 0, from + length - 5, origin, offset + length - 5)
  }

  /** Reads the header at `at` in `header`; its last byte is the one before `start + 5` in the piece under way. */
  #readHeader(
    header: Uint8Array,
    at: number,
    start: number,
    origin: Origin,
    offset: number,
  ): number {
    const head = this.head
    const why = findRecordFault(header, at, at + 5)
    if (why) {
      if (header !== this.#header) {
        this.pieces.add(origin.frame, offset, 5)
        this.garbageAt.frame = origin.frame
        this.garbageAt.seconds = origin.seconds
        this.garbageAt.nanos = origin.nanos
      }
      this.#beginGarbage(why, header, at, 5)
      if (why !== 'length') return start + 5
      // Type and version fit: the sender meant a record, however long. Only its header is told.
      this.#endGarbage(header.slice(at, at + 5))
    }
    if (header !== this.#header) head.spanLength = 5
    head.type = header[at] ?? 0
    head.version = ((header[at + 1] ?? 0) << 8) | (header[at + 2] ?? 0)
    head.length = ((header[at + 3] ?? 0) << 8) | (header[at + 4] ?? 0)
    head.seconds = origin.seconds
    head.nanos = origin.nanos
    this.records++
    this.#left = head.length
    this.#keptHave = 0
    this.#holed = false
    this.#treatment = this.#sink.recordBegins(this)
    if (this.isLocated && header !== this.#header) this.pieces.add(origin.frame, offset, 5)
    if (this.#treatment === 'keep' && this.#kept.length < head.length)
      this.#kept = new Uint8Array(head.length)
    if (head.length === 0) this.#endRecord(this.latest)
    return start + 5
  }

  #takePayload(
    bytes: Uint8Array,
    at: number,
    length: number,
    origin: Origin,
    offset: number,
  ): void {
    if (this.#treatment === 'gather') {
      this.gatherer.push(bytes, at, at + length, offset, origin)
      return
    }
    this.pieces.add(origin.frame, offset, length)
    if (this.#treatment !== 'keep') return
    this.#kept.set(bytes.subarray(at, at + length), this.#keptHave)
    this.#keptHave += length
  }

  #endRecord(at: Point | null): void {
    const whole = this.#treatment === 'keep' && !this.#holed
    this.#flush(at)
    this.#sink.recordEnds(this, whole ? this.#kept.subarray(0, this.#keptHave) : null, at)
  }

  #flush(at: Point | null): void {
    if (this.#ready.length === 0) return
    const ready = this.#ready
    this.#ready = []
    for (const message of ready) this.#sink.messageGathered(this, message, at)
  }

  #beginGarbage(why: RecordFault, bytes: Uint8Array, from: number, length: number): void {
    this.#garbageWhy = why
    if (why === 'length') return
    this.dead = true
    this.#garbage = new Uint8Array(garbageMost)
    this.#garbage.set(bytes.subarray(from, from + length))
    this.#garbageHave = length
  }

  #takeGarbage(bytes: Uint8Array, from: number, to: number, origin: Origin, offset: number): void {
    if (!this.#garbage) return
    const length = Math.min(to - from, garbageMost - this.#garbageHave)
    this.#garbage.set(bytes.subarray(from, from + length), this.#garbageHave)
    this.#garbageHave += length
    this.pieces.add(origin.frame, offset, length)
    if (this.#garbageHave === garbageMost) this.#endGarbage(this.#garbage)
  }

  #endGarbage(bytes: Uint8Array): void {
    const kept = bytes === this.#garbage ? bytes.slice(0, this.#garbageHave) : bytes
    this.#garbage = null
    this.#sink.garbageFound(this, kept, this.#garbageWhy)
  }
}
