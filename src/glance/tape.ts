// The frames of a connection so far, kept as they came: to be read only where somebody wants to know.

import { at, have, linkType, nanos, number, seconds, whole } from './frame'
import { addressOf, framesAt, notesAt, reelAt, tapeAt, tapeLengthAt } from './look'
import {
  leaderFrames,
  leaderLength,
  leaderNotes,
  leaders,
  reelFrames,
  reelLength,
  reelNotes,
  reels,
  reelsMost,
} from './memory'
import { captured, payloadFrom } from './packet'

// What is noted of a frame: where its bytes stand on the tape and how many, its own length in the capture and on the wire,
// which it was and when, its link layer, who sent it, and where its payload stands in it.
export const noteSize: usize = 48
const atAt: usize = 0
const sizeAt: usize = 4
const lengthAt: usize = 8
const wholeAt: usize = 12
const secondsAt: usize = 16
const numberAt: usize = 24
const nanosAt: usize = 28
const linkTypeAt: usize = 32
const directionAt: usize = 36
export const payloadAt: usize = 40
export const payloadLengthAt: usize = 44

let free: i32 = -1
let used: i32 = 0

export function clearTapes(): void {
  free = -1
  used = 0
}

/** Begins the tape of a look on its leader. */
export function beginTape(look: i32): void {
  const here = addressOf(look)
  store<u32>(here, (leaders + look * leaderLength) as u32, tapeAt)
  store<u32>(here, (leaderNotes + look * leaderFrames * (noteSize as i32)) as u32, notesAt)
  store<i32>(here, -1, reelAt)
}

/** False where the frame does not fit. `silent`: its payload is left out, and stands for zeros. */
export function record(look: i32, direction: i32, silent: bool): bool {
  const here = addressOf(look)
  const payload = (payloadFrom - at) as i32
  const size = silent ? payload : have
  const tape = load<i32>(here, tapeLengthAt)
  const frames = load<i32>(here, framesAt)
  if (!fits(here, tape + size, frames) && !(lengthen(here) && fits(here, tape + size, frames)))
    return false
  memory.copy((load<u32>(here, tapeAt) as usize) + tape, at, size)
  const note = (load<u32>(here, notesAt) as usize) + (frames as usize) * noteSize
  store<i32>(note, tape, atAt)
  store<i32>(note, size, sizeAt)
  store<i32>(note, have, lengthAt)
  store<i32>(note, whole, wholeAt)
  store<f64>(note, seconds, secondsAt)
  store<i32>(note, number, numberAt)
  store<i32>(note, nanos, nanosAt)
  store<i32>(note, linkType, linkTypeAt)
  store<i32>(note, direction, directionAt)
  store<i32>(note, payload, payloadAt)
  store<i32>(note, captured, payloadLengthAt)
  store<i32>(here, tape + size, tapeLengthAt)
  store<i32>(here, frames + 1, framesAt)
  return true
}

/** The frame that came last is not on the tape after all. */
export function dropLast(look: usize): void {
  const frames = load<i32>(look, framesAt) - 1
  store<i32>(
    look,
    load<i32>((load<u32>(look, notesAt) as usize) + (frames as usize) * noteSize, atAt),
    tapeLengthAt,
  )
  store<i32>(look, frames, framesAt)
}

/** Copies what a side has said, from its first byte on, to `to`: at most `length` bytes of it. Answers how many. */
export function gather(look: usize, direction: i32, to: usize, length: i32): i32 {
  const tape = load<u32>(look, tapeAt) as usize
  let note = load<u32>(look, notesAt) as usize
  let have = 0
  for (let i = load<i32>(look, framesAt); i > 0 && have < length; i--, note += noteSize) {
    if (load<i32>(note, directionAt) != direction) continue
    const some = min(load<i32>(note, payloadLengthAt), length - have)
    memory.copy(to + have, tape + load<i32>(note, atAt) + load<i32>(note, payloadAt), some)
    have += some
  }
  return have
}

export function giveBackTape(look: usize): void {
  const reel = load<i32>(look, reelAt)
  if (reel < 0) return
  store<i32>(reels + reel * reelLength, free)
  free = reel
  store<i32>(look, -1, reelAt)
}

function fits(look: usize, length: i32, frames: i32): bool {
  if (load<i32>(look, reelAt) >= 0) return length <= reelLength && frames < reelFrames
  return length <= leaderLength && frames < leaderFrames
}

/** Goes on on a reel: false where it is on one, or all are in use. */
function lengthen(look: usize): bool {
  if (load<i32>(look, reelAt) >= 0) return false
  let reel = free
  if (reel >= 0) free = load<i32>(reels + reel * reelLength)
  else if (used < reelsMost) reel = used++
  else return false
  const bytes = reels + reel * reelLength
  const notes = reelNotes + reel * reelFrames * (noteSize as i32)
  memory.copy(bytes, load<u32>(look, tapeAt) as usize, load<i32>(look, tapeLengthAt))
  memory.copy(
    notes,
    load<u32>(look, notesAt) as usize,
    load<i32>(look, framesAt) * (noteSize as i32),
  )
  store<u32>(look, bytes as u32, tapeAt)
  store<u32>(look, notes as u32, notesAt)
  store<i32>(look, reel, reelAt)
  return true
}
