// The base of readers of files made of records one after the other: pieces of any size in, whole
// records out, read where they stand; only a record that a piece's end cuts is copied.

import { FrameReader } from './frame-reader.ts'

// Where the records are lost, this much is searched at a time, beside what a check may look ahead.
const searchStep = 256 * 1024

/*
 *   pushed    |------------ piece ------------|------------ piece ------------|
 *   records   |====|========|=====|===========:===|=======|====|
 *                                 |-- carry --:-->|
 *
 * `scan` reads the piece in place as far as whole records go. What is left is carried, topped up
 * from the next piece by no more than the record needs, and scanned there.
 */
export abstract class RecordReader extends FrameReader {
  /** From the position that `scan` answered: so many bytes must be there to get on. */
  protected wanted = 1
  /** No more bytes will come: `scan` reports what is cut, and consumes everything. */
  protected ending = false
  private carry = new Uint8Array(0)
  private held = 0
  private passed = 0
  private lostAt = -1
  private lostWhy = ''

  /**
   * Reads whole records of `bytes` from `from` and answers where it stopped. Where the record at that
   * position is not all there, it sets `wanted`; at the end it answers `to`.
   */
  protected abstract scan(bytes: Uint8Array, from: number, to: number): number

  /** Whether a record begins at `at` beyond reasonable doubt; looks ahead by `reach` bytes at most. */
  protected abstract isRecord(bytes: Uint8Array, at: number, to: number): boolean

  /** How far `isRecord` looks ahead. */
  protected abstract readonly reach: number

  push(bytes: Uint8Array): void {
    let at = 0
    while (this.held > 0 && at < bytes.length) {
      const take = Math.min(this.wanted - this.held, bytes.length - at)
      this.hold(bytes, at, at + take)
      at += take
      if (this.held >= this.wanted) this.scanCarry()
    }
    if (this.held === 0 && at < bytes.length) {
      this.base = this.passed - at
      const next = this.scan(bytes, at, bytes.length)
      this.passed += next - at
      this.hold(bytes, next, bytes.length)
    }
    this.file.bytes += bytes.length
    this.tellTimes()
  }

  end(): void {
    this.ending = true
    this.scanCarry()
    this.tellTimes()
  }

  /**
   * The record at `at` needs `length` bytes, more than there are. Answers `at` when there is nothing to
   * do but wait (or the file ends there, as it should), else where reading goes on.
   */
  protected missing(
    bytes: Uint8Array,
    at: number,
    to: number,
    length: number,
    what: string,
  ): number {
    this.wanted = length
    if (!this.ending || at === to) return at
    // A damaged length looks the same as a file that was cut: only records further on tell.
    this.lose(at, `${what} needs ${length} bytes, and the file ends after ${to - at}`)
    return this.search(bytes, at + 1, to)
  }

  /** Records stopped making sense at `at`; `search` goes on from there. */
  protected lose(at: number, why: string): void {
    this.lostAt = this.base + at
    this.lostWhy = why
  }

  protected isLost(): boolean {
    return this.lostAt >= 0
  }

  /** Looks for the next record. Lost still when it answers: wait for more, or the file is at its end. */
  protected search(bytes: Uint8Array, from: number, to: number): number {
    const stop = this.ending ? to : to - this.reach
    for (let at = from; at < stop; at++) {
      if (!this.isRecord(bytes, at, to)) continue
      const gap = this.base + at - this.lostAt
      this.file.report(this.lostAt, null, `${this.lostWhy}; ${gap} bytes passed over`)
      this.lostAt = -1
      return at
    }
    if (this.ending) {
      this.file.report(this.lostAt, this.file.frames + 1, this.lostWhy)
      this.lostAt = -1
      return to
    }
    this.wanted = this.reach + searchStep
    return Math.max(from, stop)
  }

  private hold(bytes: Uint8Array, from: number, to: number): void {
    const needed = this.held + to - from
    if (needed > this.carry.length) {
      // Straight to what the record needs: growing by doubling would copy a large one many times.
      const larger = new Uint8Array(Math.max(needed, this.wanted, 2 * this.carry.length, 4096))
      larger.set(this.carry.subarray(0, this.held))
      this.carry = larger
    }
    this.carry.set(bytes.subarray(from, to), this.held)
    this.held = needed
  }

  private scanCarry(): void {
    this.base = this.passed
    const next = this.scan(this.carry, 0, this.held)
    this.passed += next
    this.carry.copyWithin(0, next, this.held)
    this.held -= next
  }
}
