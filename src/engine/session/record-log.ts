// The records of a conversation as far as they are remembered: its beginning and its end.

import { otherSide, type Side } from '../wire/span.ts'
import type { RecordNote } from './conversation.ts'

/** Of each side. A handshake with a long certificate chain in small records fits several times over. */
const firstMost = 96

/** Of both sides together: how a conversation ended shows in its last few records. */
const lastMost = 8

/** Numbers kept of a record in the ring of the last ones. */
const columns = 11

type Draft<T> = { -readonly [Key in keyof T]: T[Key] }
type DraftNote = Draft<Omit<RecordNote, 'span'>> & { span: Draft<RecordNote['span']> }

/** A record as its header tells it, and where that begins. */
export interface LoggedRecord {
  readonly frame: number
  readonly seconds: number
  readonly nanos: number
  readonly type: number
  readonly version: number
  readonly length: number
  readonly encrypted: boolean
  readonly offset: number
}

/** Notes every record and allocates for the first ones only. */
export class RecordLog {
  /** Records seen so far, which numbers the next one. */
  count = 0
  readonly #first: DraftNote[] = []
  readonly #firstNumbers: number[] = []
  readonly #firstCount: Record<Side, number> = { client: 0, server: 0 }
  #ring: Float64Array | null = null

  /** Answers the record's number, for `indexOf`. */
  add(
    from: Side,
    { frame, seconds, nanos, type, version, length, encrypted, offset }: LoggedRecord,
  ): number {
    const number = this.count++
    if (this.#firstCount[from] < firstMost) {
      this.#firstCount[from]++
      this.#firstNumbers.push(number)
      this.#first.push({
        from,
        frame,
        time: { seconds, nanos },
        type,
        version,
        length,
        encrypted,
        span: { frame, offset, length: 0 },
      })
      return number
    }
    const ring = (this.#ring ??= new Float64Array(columns * lastMost).fill(-1))
    const at = (number % lastMost) * columns
    ring[at] = number
    ring[at + 1] = from === 'client' ? 0 : 1
    ring[at + 2] = frame
    ring[at + 3] = seconds
    ring[at + 4] = nanos
    ring[at + 5] = type
    ring[at + 6] = version
    ring[at + 7] = length
    ring[at + 8] = encrypted ? 1 : 0
    ring[at + 9] = offset
    ring[at + 10] = 0
    return number
  }

  /** So many records were not looked at. */
  leaveOut(records: number): void {
    this.count += records
  }

  /** What is known of a record when its payload is through: whether it was protected, and how much of it stands in its frame. */
  complete(number: number, encrypted: boolean, spanLength: number): void {
    const cell = (number % lastMost) * columns
    if (this.#ring?.[cell] === number) {
      this.#ring[cell + 8] = encrypted ? 1 : 0
      this.#ring[cell + 10] = spanLength
      return
    }
    const note = this.#first[this.#firstNumbers.lastIndexOf(number)]
    if (!note) return
    note.encrypted = encrypted
    note.span.length = spanLength
  }

  /** Client and server change places. */
  turn(): void {
    for (const note of this.#first) note.from = otherSide(note.from)
    const { client, server } = this.#firstCount
    this.#firstCount.client = server
    this.#firstCount.server = client
    for (let at = 1; this.#ring && at < this.#ring.length; at += columns)
      this.#ring[at] = 1 - (this.#ring[at] ?? 0)
  }

  /** All that is remembered, in order, with `null` where some were left out; and where each number stands. */
  finish(): { records: (RecordNote | null)[]; indexOf: (number: number) => number } {
    const found: { number: number; note: RecordNote }[] = this.#first.map((note, i) => ({
      number: this.#firstNumbers[i] ?? 0,
      note,
    }))
    const ring = this.#ring
    for (let at = 0; ring && at < ring.length; at += columns) {
      const cell = (column: number) => ring[at + column] ?? 0
      if (cell(0) < 0) continue
      found.push({
        number: cell(0),
        note: {
          from: cell(1) === 0 ? 'client' : 'server',
          frame: cell(2),
          time: { seconds: cell(3), nanos: cell(4) },
          type: cell(5),
          version: cell(6),
          length: cell(7),
          encrypted: cell(8) === 1,
          span: { frame: cell(2), offset: cell(9), length: cell(10) },
        },
      })
    }
    found.sort((a, b) => a.number - b.number)
    const records: (RecordNote | null)[] = []
    const places: { number: number; index: number }[] = []
    let next = 0
    for (const { number, note } of found) {
      if (number !== next) records.push(null)
      places.push({ number, index: records.length })
      records.push(note)
      next = number + 1
    }
    // A record that was left out stands where the `null` before the next remembered one stands.
    const indexOf = (number: number): number => {
      const place = places.find((p) => p.number >= number)
      if (!place) return Math.max(0, records.length - 1)
      return place.number === number ? place.index : place.index - 1
    }
    return { records, indexOf }
  }
}
