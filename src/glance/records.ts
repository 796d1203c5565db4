// Steps over the records of a connection to see whether its handshake goes well. RFC 8446 §5.1, RFC 5246 §6.2.
//
// Most do, and nobody asks for more of them than their number. What is not quite so is odd: the full analysis then reads
// it from its first frame. Here no message but the ServerHello is read.

import * as frame from './frame'
import { isNullSuite, readChoice, suite, version } from './hello'
import {
  changedAt,
  clientDataAt,
  dataBytesAt,
  dataRecordsAt,
  extraAt,
  finishedAt,
  hashLengthAt,
  hasToldAt,
  headHaveAt,
  helloFrameAt,
  kindAt,
  leftAt,
  passedRecordsAt,
  recordsAt,
  restAt,
  seenAt,
  servedAt,
  serverDataAt,
  serverHelloLengthAt,
  sideDataAt,
  sideFinishedAt,
  sideOf,
  sideRecordsAt,
  typeAt,
} from './look'
import { gathered, be16 } from './memory'
import {
  alert,
  applicationData,
  changeCipherSpec,
  clientHello,
  firstMost,
  handshake,
  longHashSuite,
  recordMost,
  recordsMost,
  serverHello,
  shortTagSuite,
  tls13,
} from './numbers'
import { gather } from './tape'

/** What a segment shows: more is to be seen; the same, and its bytes are of no interest; all is well; nothing can change that. */
export const ODD: i32 = 0
export const UNDECIDED: i32 = 1
export const SILENT: i32 = 2
export const WELL: i32 = 3
export const SETTLED: i32 = 4

const SEALED: i32 = 1
const CLASSIC: i32 = 2

/** First bytes of the versions of drafts of TLS 1.3: the IETF's, and Google's experiments. */
const ietfDraft: i32 = 0x7f
const googleDraft: i32 = 0x7e

const headerLength: i32 = 5
const messageHeaderLength: i32 = 4

/** Some stacks pad every protected record by as much (JSSE). */
const padding: i32 = 16

/** Protected data, and not of a side's first bytes, which are told whatever they are. */
export function isSilent(look: usize, direction: i32, length: i32): bool {
  const side = sideOf(look, direction)
  return (
    load<i32>(side, leftAt) >= length &&
    load<u8>(side, typeAt) == applicationData &&
    load<i32>(side, seenAt) >= firstMost
  )
}

/** The next bytes of a side, which are on the tape. */
export function see(look: usize, direction: i32, from: usize, length: i32): i32 {
  const side = sideOf(look, direction)
  if (isSilent(look, direction, length)) {
    advance(side, length)
    return isTold(look) ? WELL : SILENT
  }
  if (load<i32>(side, sideRecordsAt) == 0 && !fits(look, direction, from, length)) return ODD
  store<i32>(side, load<i32>(side, seenAt) + length, seenAt)
  if (!step(look, side, direction, from, from + length)) return ODD
  if (isSettled(look)) return SETTLED
  return isTold(look) ? WELL : UNDECIDED
}

/** Steps over data after the handshake. False where what comes is in clear or begins anew: nothing is then changed. */
export function pass(side: usize, from: usize, length: i32): bool {
  const left = load<i32>(side, leftAt)
  if (left < 0) return true
  if (left >= length) {
    store<i32>(side, left - length, leftAt)
    return true
  }
  if (!passesAll(side, left, from, length)) return false
  const to = from + length
  let at = from
  while (at < to) {
    const due = load<i32>(side, leftAt)
    if (due < 0) return true
    if (due > 0) {
      const some = min(due, (to - at) as i32)
      store<i32>(side, due - some, leftAt)
      at += some
    } else if (takeHead(side, load<u8>(at++))) passRecord(side)
  }
  return true
}

/** Whether every record that begins in the segment is one of data or an alert. */
function passesAll(side: usize, left: i32, from: usize, length: i32): bool {
  const to = from + length
  let at = from + left
  let have = load<u8>(side, headHaveAt) as i32
  let rest = load<i32>(side, restAt)
  while (at < to) {
    if (have == 0) {
      const type = load<u8>(at) as i32
      if (type != applicationData && type != alert) return false
    } else rest = (rest << 8) | load<u8>(at)
    at++
    have++
    if (have < headerLength) continue
    if (rest >>> 24 != 3) return true
    have = 0
    at += rest & 0xffff
  }
  return true
}

function passRecord(side: usize): void {
  const rest = load<i32>(side, restAt)
  // Where no record stands none can be found any more: the rest of the direction tells nothing.
  store<i32>(side, rest >>> 24 == 3 ? rest & 0xffff : -1, leftAt)
  store<i32>(side, load<i32>(side, passedRecordsAt) + 1, passedRecordsAt)
  if (load<u8>(side, typeAt) != applicationData) return
  store<i32>(side, load<i32>(side, dataRecordsAt) + 1, dataRecordsAt)
  store<f64>(side, load<f64>(side, dataBytesAt) + ((rest & 0xffff) as f64), dataBytesAt)
}

/** All that the full analysis would tell of a handshake that goes well: up to the end of the first data of both sides. */
function isTold(look: usize): bool {
  if (load<u8>(look, kindAt) != CLASSIC || !isClassicWell(look)) return false
  return load<u8>(sideOf(look, 0), hasToldAt) != 0 && load<u8>(sideOf(look, 1), hasToldAt) != 0
}

/** A connection begins with the client's hello, whole enough to be known as one. */
function fits(look: usize, direction: i32, from: usize, length: i32): bool {
  if (direction == 1) return load<i32>(sideOf(look, 0), sideRecordsAt) > 0
  return (
    length > headerLength &&
    load<u8>(from) == handshake &&
    load<u8>(from + headerLength) == clientHello
  )
}

function step(look: usize, side: usize, direction: i32, from: usize, to: usize): bool {
  let at = from
  while (at < to) {
    const left = load<i32>(side, leftAt)
    if (left > 0) {
      const some = min(left, (to - at) as i32)
      advance(side, some)
      at += some
      if (direction == 0 || some < left || load<i32>(side, sideRecordsAt) > 1) continue
      // The server's first record is whole.
      const length = load<i32>(side, restAt) & 0xffff
      const isHere = ((at - from) as i32) >= length
      if (!isHere) gather(look, 1, gathered, headerLength + length)
      const record = isHere ? at - length : gathered + headerLength
      if (!readServerHello(look, record, record + length)) return false
      continue
    }
    if (!takeHead(side, load<u8>(at++))) continue
    if (!beginRecord(look, side, direction)) return false
    if (isSettled(look)) return true
  }
  return true
}

/** So many bytes of the record under way came. */
function advance(side: usize, length: i32): void {
  const left = load<i32>(side, leftAt) - length
  store<i32>(side, left, leftAt)
  if (left == 0 && load<u8>(side, typeAt) == applicationData) store<u8>(side, 1, hasToldAt)
}

/** Takes in a byte of a header. True when it is whole. */
function takeHead(side: usize, byte: u8): bool {
  const have = load<u8>(side, headHaveAt) as i32
  if (have == 0) store<u8>(side, byte, typeAt)
  else store<i32>(side, (load<i32>(side, restAt) << 8) | byte, restAt)
  const now = have + 1 == headerLength ? 0 : have + 1
  store<u8>(side, now, headHaveAt)
  return now == 0
}

function beginRecord(look: usize, side: usize, direction: i32): bool {
  const type = load<u8>(side, typeAt) as i32
  const rest = load<i32>(side, restAt)
  const length = rest & 0xffff
  store<i32>(side, length, leftAt)
  advance(side, 0)
  const records = load<i32>(side, sideRecordsAt) + 1
  store<i32>(side, records, sideRecordsAt)
  const number = load<i32>(look, recordsAt)
  store<i32>(look, number + 1, recordsAt)
  if (rest >>> 24 != 3 || length > recordMost) return false
  // Old stacks send records without data against attacks on CBC.
  if (length == 0 && type != applicationData) return false
  if (type == changeCipherSpec && length != 1) return false
  const kind = load<u8>(look, kindAt) as i32
  if (kind == CLASSIC) return seeClassic(look, side, type)
  // Before the ServerHello is read there are the two hellos; the client's may take several records.
  if (type == handshake)
    return direction == 0 ? load<i32>(sideOf(look, 1), sideRecordsAt) == 0 : records == 1
  if (type == changeCipherSpec) return true
  if (type != applicationData) return false
  if (kind == SEALED) seeSealed(look, direction, length, number)
  return direction == 0 || kind == SEALED
}

/** Reads what the server's first record begins with. */
function readServerHello(look: usize, from: usize, to: usize): bool {
  const body = from + messageHeaderLength
  if (to < body || load<u8>(from) != serverHello || load<u8>(from + 1) != 0) return false
  const end = body + be16(from + 2)
  if (end > to || !readChoice(body, end)) return false
  store<i32>(look, (to - from) as i32, serverHelloLengthAt)
  if (version == tls13 || version >>> 8 == ietfDraft || version >>> 8 == googleDraft) {
    store<u8>(look, SEALED, kindAt)
    // What a protected record adds to its content: the type and the tag.
    store<i32>(look, suite == shortTagSuite ? 9 : 17, extraAt)
    store<i32>(look, suite == longHashSuite ? 48 : 32, hashLengthAt)
    store<i32>(look, frame.number, helloFrameAt)
    return end == to
  }
  store<u8>(look, CLASSIC, kindAt)
  return !isNullSuite()
}

// TLS 1.2 and before, by the types of its records:
//
//   server  ─[flight]───────────[CCS][Finished]──[data]─▶
//   client  ─────────[keys][CCS][Finished]──[data]──────▶   well, unless somebody asks for a renegotiation

/** Both sides have sent Finished, and data after it. */
function isClassicWell(look: usize): bool {
  const client = sideOf(look, 0)
  const server = sideOf(look, 1)
  return (
    load<u8>(client, sideFinishedAt) != 0 &&
    load<u8>(client, sideDataAt) != 0 &&
    load<u8>(server, sideFinishedAt) != 0 &&
    load<u8>(server, sideDataAt) != 0
  )
}

/** A record begins. False where only the whole conversation tells what it means. */
function seeClassic(look: usize, side: usize, type: i32): bool {
  const finished = load<u8>(side, sideFinishedAt) != 0
  if (type == changeCipherSpec) {
    if (load<u8>(side, changedAt) != 0) return false
    store<u8>(side, 1, changedAt)
    return true
  }
  if (type == handshake) {
    // The second protected one begins a renegotiation.
    if (finished) return false
    store<u8>(side, load<u8>(side, changedAt), sideFinishedAt)
    return true
  }
  if (type == applicationData) {
    store<u8>(side, finished as u8, sideDataAt)
    return finished
  }
  return type == alert && isClassicWell(look)
}

// TLS 1.3 without keys, by the sizes of its records:
//
//   server  ─[flight]──────────────────[data]─▶
//   client  ──────────[Finished]─[data]───────▶   settled: nothing that follows can change the judgement

/** A record of type application_data begins; `number` counts records of both sides. */
function seeSealed(look: usize, direction: i32, length: i32, number: i32): void {
  if (frame.number < load<i32>(look, helloFrameAt) || number >= recordsMost) return
  const finished = load<u8>(look, finishedAt) != 0
  if (direction == 1) {
    store<u8>(look, 1, servedAt)
    if (finished && !holds(look, length, 2)) store<u8>(look, 1, serverDataAt)
    // What the client sealed before the server answered is early data, which ends with a message of 4 bytes.
  } else if (load<u8>(look, servedAt) != 0 && !holds(look, length, 4)) {
    const finish = 4 + load<i32>(look, hashLengthAt)
    // By itself, or behind an empty Certificate.
    if (!finished)
      store<u8>(
        look,
        (holds(look, length, finish) || holds(look, length, 8 + finish)) as u8,
        finishedAt,
      )
    else if (!holds(look, length, 2)) store<u8>(look, 1, clientDataAt)
  }
}

/** A protected record of so many bytes has a content of `content` bytes, padded or not. */
function holds(look: usize, length: i32, content: i32): bool {
  const spare = length - content - load<i32>(look, extraAt)
  return spare == 0 || spare == padding
}

function isSettled(look: usize): bool {
  return load<u8>(look, clientDataAt) != 0 && load<u8>(look, serverDataAt) != 0
}
