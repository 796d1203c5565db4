// The last segments of every direction, in columns: what tells a copy made by the capture (two mirrored ports) from
// a retransmission, what a retransmission changed, and which lengths an acknowledgement covers.

import { i32 } from './bytes.ts'
import type { Packet } from './packet.ts'

/** Copies follow within a few segments, and an acknowledgement covers few segments while a handshake lasts. */
const depth = 8
const words = 8
const seqAt = 0
const ackAt = 1
const idAt = 2
const flagsAt = 3
const lengthAt = 4
const timeAt = 5
const printAt = 6

/** Microseconds in which a segment without a usable IP ID counts as a copy: no sender repeats itself so fast. */
const copyWithin = 2_000

export class Recent {
  private columns = new Int32Array(0)
  private newest = new Uint8Array(0)
  private readonly free: number[] = []
  private used = 0

  /** Two slots, for the directions of one flow: the second is the next one. */
  take(): number {
    const slot = this.free.pop() ?? this.used
    if (slot === this.used) {
      this.used += 2
      this.grow()
    }
    const from = slot * depth * words
    this.columns.fill(0, from, from + 2 * depth * words)
    return slot
  }

  giveBack(slot: number): void {
    this.free.push(slot)
  }

  private grow(): void {
    if (this.used <= this.newest.length) return
    // As much again: growing by each flow would copy without end.
    const slots = Math.max(1024, 2 * this.used)
    const columns = new Int32Array(slots * depth * words)
    columns.set(this.columns)
    this.columns = columns
    const newest = new Uint8Array(slots)
    newest.set(this.newest)
    this.newest = newest
  }

  note(slot: number, packet: Packet, print: number): void {
    const turn = (this.newest[slot]! + 1) % depth
    this.newest[slot] = turn
    const at = (slot * depth + turn) * words
    const columns = this.columns
    columns[at + seqAt] = packet.seq
    columns[at + ackAt] = packet.ack
    columns[at + idAt] = packet.ipId
    columns[at + flagsAt] = packet.flags | 0x100
    columns[at + lengthAt] = packet.payloadWhole
    columns[at + timeAt] = microseconds(packet)
    columns[at + printAt] = print
  }

  /** True when the capture holds this very packet already. */
  isCopy(slot: number, packet: Packet): boolean {
    const { ipId, payloadWhole } = packet
    // Equal acknowledgements in a row are no copies: they are how a receiver reports a loss.
    if (ipId <= 0 && payloadWhole === 0 && (packet.flags & 0x07) === 0) return false
    const within = ipId > 0 ? 1_000_000 : copyWithin
    const columns = this.columns
    const flags = packet.flags | 0x100
    const end = (slot + 1) * depth * words
    for (let at = slot * depth * words; at < end; at += words) {
      // Every packet without data is looked up here: the first comparison is the one that tells most apart.
      if (columns[at + idAt] !== ipId) continue
      if (columns[at + flagsAt] !== flags || columns[at + seqAt] !== (packet.seq | 0)) continue
      if (columns[at + ackAt] !== (packet.ack | 0)) continue
      if (columns[at + lengthAt] !== payloadWhole) continue
      const age = Math.abs((microseconds(packet) - columns[at + timeAt]!) | 0)
      if (age < within) return true
    }
    return false
  }

  /** True when a recent segment with the same place and length carried other bytes. */
  conflicts(slot: number, packet: Packet, print: number): boolean {
    const columns = this.columns
    for (let turn = 0; turn < depth; turn++) {
      const at = (slot * depth + turn) * words
      if (columns[at + seqAt] !== (packet.seq | 0)) continue
      if (columns[at + lengthAt] !== packet.payloadWhole) continue
      const before = columns[at + printAt]!
      if (before !== 0 && before !== print) return true
    }
    return false
  }

  /** Longest recent segment that ends at `ack` or before and starts at `from` or after. */
  longestWithin(slot: number, from: number, ack: number): number {
    const columns = this.columns
    let longest = 0
    for (let turn = 0; turn < depth; turn++) {
      const at = (slot * depth + turn) * words
      const length = columns[at + lengthAt]!
      if (length <= longest) continue
      const seq = columns[at + seqAt]!
      if (((seq - from) | 0) >= 0 && ((ack - seq - length) | 0) >= 0) longest = length
    }
    return longest
  }

  /** A shorter segment took the place of longer ones: an acknowledgement says nothing about those any more. */
  discredit(slot: number, packet: Packet): void {
    const columns = this.columns
    for (let turn = 0; turn < depth; turn++) {
      const at = (slot * depth + turn) * words
      const ahead = (packet.seq - columns[at + seqAt]!) | 0
      const length = columns[at + lengthAt]!
      if (ahead >= 0 && ahead < length && length > packet.payloadWhole) columns[at + lengthAt] = 0
    }
  }
}

/** Modulo 2^32: only differences matter. */
function microseconds(packet: Packet): number {
  const { seconds, nanos } = packet.frame
  return (Math.imul(seconds, 1_000_000) + Math.trunc(nanos / 1000)) | 0
}

/** Four words out of every payload, wherever it is cut: other content differs in them. 0: it can't be told. */
export function fingerprint(packet: Packet): number {
  const { bytes, payloadFrom, payloadTo } = packet
  const length = payloadTo - payloadFrom
  if (length < 4 || length < packet.payloadWhole || packet.frame.isSilent) return 0
  const step = Math.trunc((length - 4) / 3)
  let print = length
  for (let i = 0; i < 4; i++)
    print = Math.imul(print ^ i32(bytes, payloadFrom + i * step), 0x01000193)
  return print | 1
}
