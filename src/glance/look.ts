// What is noted of a connection that is looked at: where each side stands, in its bytes and in its records.

import { nanos, number, seconds } from './frame'
import { looks, looksMost, lookSize } from './memory'
import { ack, dontFragment, flags, ipId, length, seq, ttl, window } from './packet'

// Fields of a look.
export const tapeAt: usize = 0
export const notesAt: usize = 4
export const tapeLengthAt: usize = 8
export const framesAt: usize = 12
/** Number of the reel, or -1 while the tape is on a leader. */
export const reelAt: usize = 16
export const isWellAt: usize = 20
export const recordsAt: usize = 24
export const serverHelloLengthAt: usize = 28
/** What the ServerHello has made of it: nothing yet, TLS 1.3, or before. */
export const kindAt: usize = 32
export const extraAt: usize = 36
export const hashLengthAt: usize = 40
export const helloFrameAt: usize = 44
export const servedAt: usize = 48
export const finishedAt: usize = 49
export const clientDataAt: usize = 50
export const serverDataAt: usize = 51

const sidesAt: usize = 64
const sideSize: usize = 208

// Fields of a side. The sequence number that is due, and whether it is known.
export const nextAt: usize = 0
export const knownAt: usize = 4
export const sideRecordsAt: usize = 8
/** Bytes of the record under way that are still to come; -1 where all that follows is one. */
export const leftAt: usize = 12
/** Bytes of the header under way that came: its type, and version and length in one number. */
export const headHaveAt: usize = 16
export const typeAt: usize = 17
/** A record of data is through. */
export const hasToldAt: usize = 18
/** TLS 1.2 and before: the side has changed its cipher, sent Finished, sent data. */
export const changedAt: usize = 5
export const sideFinishedAt: usize = 6
export const sideDataAt: usize = 7
export const restAt: usize = 20
/** Bytes that somebody may want. */
export const seenAt: usize = 24
/** What came since the tape stopped: records, those of data, their bytes, and all bytes. */
export const passedRecordsAt: usize = 28
export const dataRecordsAt: usize = 32
export const dataBytesAt: usize = 40
export const passedAt: usize = 48
/** The last segment since the tape stopped, the last with data, and the one with FIN. */
export const lastAt: usize = 56
export const lastDataAt: usize = 104
export const finAt: usize = 152
export const markSize: usize = 48

// Fields of a segment that is remembered; a frame of 0 says that there is none.
const markFrameAt: usize = 0
const markSecondsAt: usize = 8
const markNanosAt: usize = 16
const markSeqAt: usize = 20
const markAckAt: usize = 24
const markFlagsAt: usize = 28
const markWindowAt: usize = 32
const markLengthAt: usize = 36
const markTtlAt: usize = 40
const markDontFragmentAt: usize = 41
const markIpIdAt: usize = 44

let free: i32 = -1
let used: i32 = 0

export function clearLooks(): void {
  free = -1
  used = 0
}

/** Room for another look, all zeros; -1 where there is none. */
export function takeLook(): i32 {
  let look = free
  if (look >= 0) free = load<i32>(addressOf(look))
  else if (used < looksMost) look = used++
  else return -1
  memory.fill(addressOf(look), 0, lookSize)
  return look
}

export function giveBackLook(look: i32): void {
  store<i32>(addressOf(look), free)
  free = look
}

export function addressOf(look: i32): usize {
  return looks + look * lookSize
}

export function sideOf(look: usize, direction: i32): usize {
  return look + sidesAt + (direction as usize) * sideSize
}

/** Remembers the packet as the last of a side. One with data stays what it is: the last of those. */
export function markLast(side: usize): void {
  mark(side + lastAt)
  if (length > 0) mark(side + lastDataAt)
}

/** The packet acknowledges what the last of its side did, with the same window. */
export function repeatsLast(side: usize): bool {
  const last = side + lastAt
  return (
    load<i32>(last, markFrameAt) != 0 &&
    load<i32>(last, markAckAt) == ack &&
    load<i32>(last, markWindowAt) == window
  )
}

export function mark(at: usize): void {
  store<i32>(at, number, markFrameAt)
  store<f64>(at, seconds, markSecondsAt)
  store<i32>(at, nanos, markNanosAt)
  store<i32>(at, seq, markSeqAt)
  store<i32>(at, ack, markAckAt)
  store<i32>(at, flags, markFlagsAt)
  store<i32>(at, window, markWindowAt)
  store<i32>(at, length, markLengthAt)
  store<u8>(at, ttl, markTtlAt)
  store<u8>(at, dontFragment as u8, markDontFragmentAt)
  store<i32>(at, ipId, markIpIdAt)
}
