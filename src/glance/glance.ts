// The glance: takes in the frames of a capture, and says of each whether the engine has to look at it.
//
//   SYN ─── frames on the tape ───▶ all is well ─── only where each side stands ───▶ FIN
//            │                        │
//            └── odd: the engine reads the tape, and follows the connection in full
//
// Whoever embeds it reads from `results` what flow an answer is about, and does as each answer asks.

import * as flow from './flow'
import {
  addressOf,
  clearLooks,
  finAt,
  giveBackLook,
  isWellAt,
  knownAt,
  leftAt,
  mark,
  markLast,
  nextAt,
  passedAt,
  reelAt,
  repeatsLast,
  serverHelloLengthAt,
  sideOf,
  takeLook,
} from './look'
import {
  ACK,
  FIN,
  RST,
  SYN,
  ack,
  captured,
  decode,
  flags,
  length,
  payloadFrom,
  seq,
} from './packet'
import * as packet from './packet'
import * as records from './records'
import { beginTape, clearTapes, dropLast, gather, giveBackTape, record } from './tape'
import {
  earliestNanosAt,
  earliestSecondsAt,
  gathered,
  gatheredLength,
  helloLengthAt,
  lastSecondsAt,
  latestNanosAt,
  latestSecondsAt,
  nextIdAt,
  results,
  sightAt,
  skimmedAt,
  toldAt,
} from './memory'

/** Nothing is to be done. */
export const TAKEN: i32 = 0
/** The frame is for the engine. */
export const OTHER: i32 = 1
/** The flow has settled: what is on its tape may be read; then `letGo` it. */
export const SETTLED: i32 = 2
/** All is well with the flow: its tape may be kept; then `stopTape`. */
export const WELL: i32 = 3
/** The flow is odd: play its tape to the engine, `follow` it, and hand the frame on. */
export const ODD: i32 = 4
/** A flow that was well to its end: `drop` it, and show the frame again. */
export const ENDED: i32 = 5
/** There is no room: play the flow's tape to the engine, which ends it, `drop` it, and show the frame again. */
export const EVICTED: i32 = 6

/** The flow was lent, and is the engine's again: tell it what has passed, `follow` the flow, and hand the frame on. */
export const RETURNED: i32 = 7

/** The flow that the last result is about. */
function tell(known: i32): void {
  store<i32>(results, known, toldAt)
}

/** Number of the next flow: the engine takes its own from it, too. */
function takeId(): i32 {
  const id = load<i32>(results, nextIdAt)
  store<i32>(results, id + 1, nextIdAt)
  return id
}

/** What comes after the end of a connection (late copies, the data after a forged RST) comes within seconds. */
const closingSeconds: i32 = 30
/** The mapping time that RFC 4787 asks of a NAT. */
const datagramSeconds: i32 = 120

let latest: f64 = -1
let now: i32 = 0
let isExpiring: bool = false

/** There is no room to go on looking at a flow that is well: `letGo` it, and show the frame again. */
export const SPARED: i32 = 8

/** Forgets everything: another capture begins. */
export function clear(seed: i32): void {
  flow.clear(seed)
  clearLooks()
  clearTapes()
  tell(-1)
  store<i32>(results, 1, nextIdAt)
  latest = -1
  now = 0
  isExpiring = false
}

/** A ClientHello with a post-quantum key share and room to spare. */
const helloMost: i32 = 4096

/** Puts the hellos of a settled flow into `gathered`: the client's first bytes and, behind them, the server's. Answers the length of the client's. */
export function hellos(known: i32): i32 {
  const look = addressOf(flow.lookOf(known))
  const client = gather(look, 0, gathered, helloMost)
  const length = 5 + load<i32>(look, serverHelloLengthAt)
  const server = gather(look, 1, gathered + client, min(length, gatheredLength - helloMost))
  store<i32>(results, client + server, helloLengthAt)
  return client
}

/** Shows a frame that stands at `at`. The rest is as the capture has it. */
export function see(
  at: usize,
  have: i32,
  whole: i32,
  number: i32,
  seconds: f64,
  nanos: i32,
  linkType: i32,
): i32 {
  flow.forgetLast()
  if (seconds > latest) {
    latest = seconds
    now = seconds < 2147483647 ? (seconds as i32) : 2147483647
    isExpiring = true
  }
  if (isExpiring && expire()) return ENDED
  if (!decode(at, have, whole, linkType)) return OTHER
  const known = flow.find()
  if (packet.isUdp) {
    if (known < 0) return OTHER
    flow.touch(known, flow.DATAGRAMS, now)
    return TAKEN
  }
  if (known < 0) return begin(at, have, whole, number, seconds, nanos, linkType)
  const stage = flow.stageOf(known)
  if (stage == flow.SETTLED) {
    if ((flags & (SYN | FIN | RST)) != 0) {
      if (isReplaced(known, flow.baseOf(known, directionOf(known)), true)) {
        flow.remove(known)
        return begin(at, have, whole, number, seconds, nanos, linkType)
      }
      if ((flags & RST) != 0) flow.close(known, 3)
      if ((flags & FIN) != 0) flow.close(known, 1 << directionOf(known))
    }
    flow.touch(known, flow.closedOf(known) == 3 ? flow.CLOSING : flow.OTHERS, now)
    return TAKEN
  }
  flow.touch(known, flow.listOf(known), now)
  if (stage == flow.FOLLOWED) return OTHER
  tell(known)
  const look = addressOf(flow.lookOf(known))
  const direction = directionOf(known)
  const side = sideOf(look, direction)
  if (stage == flow.LENT)
    return passLent(look, side, direction, number, seconds, nanos) ? TAKEN : RETURNED
  if (load<u8>(look, isWellAt) != 0) {
    if (isReplaced(known, flow.baseOf(known, direction), load<u8>(side, knownAt) != 0)) return ENDED
    if (!pass(known, side, direction, number, seconds, nanos)) return ODD
    flow.touch(known, flow.closedOf(known) == 3 ? flow.CLOSING : flow.LIVE, now)
    return TAKEN
  }
  return take(known, look, side, direction, at, have, whole, number, seconds, nanos, linkType)
}

/**
 * Shows the records of a pcap file from `at` to `to`, as long as they are whole and plain and their frames are `TAKEN`.
 * Answers where it stopped; `results` has what the frame
 * there was found to be, and of those that were passed over how many and their times.
 */
export function skim(
  at: usize,
  to: usize,
  frames: i32,
  headerLength: i32,
  bigEndian: bool,
  limit: u32,
  units: u32,
  nanosPerUnit: i32,
  linkType: i32,
): usize {
  let skimmed = 0
  let sight = TAKEN
  store<f64>(results, Infinity, earliestSecondsAt)
  store<f64>(results, -Infinity, latestSecondsAt)
  while (at + headerLength <= to) {
    const seconds = word(at, bigEndian)
    const unit = word(at + 4, bigEndian)
    const have = word(at + 8, bigEndian)
    const whole = word(at + 12, bigEndian)
    if (have > limit || whole < have || whole > 0x7fffffff || unit >= units) break
    if ((whole | seconds) == 0) break
    const end = at + headerLength + have
    if (end > to) break
    const nanos = (unit as i32) * nanosPerUnit
    const number = frames + skimmed + 1
    sight = see(at + headerLength, have, whole, number, seconds as f64, nanos, linkType)
    if (sight != TAKEN) break
    skimmed++
    noteTime(seconds as f64, nanos)
    at = end
  }
  store<i32>(results, skimmed, skimmedAt)
  store<i32>(results, sight, sightAt)
  return at
}

function word(at: usize, bigEndian: bool): u32 {
  const value = load<u32>(at)
  return bigEndian ? bswap<u32>(value) : value
}

function noteTime(seconds: f64, nanos: i32): void {
  store<f64>(results, seconds, lastSecondsAt)
  const earliest = load<f64>(results, earliestSecondsAt)
  if (seconds < earliest || (seconds == earliest && nanos < load<i32>(results, earliestNanosAt))) {
    store<f64>(results, seconds, earliestSecondsAt)
    store<i32>(results, nanos, earliestNanosAt)
  }
  const latest = load<f64>(results, latestSecondsAt)
  if (seconds > latest || (seconds == latest && nanos > load<i32>(results, latestNanosAt))) {
    store<f64>(results, seconds, latestSecondsAt)
    store<i32>(results, nanos, latestNanosAt)
  }
}

/** Whether the engine's own flow, found by addresses and ports in `packet`, is known here: its stage, 0 where it is not. */
export function recall(isSix: bool, source: i32, destination: i32, addresses: usize): i32 {
  packet.look(isSix, source, destination, addresses)
  const known = flow.find()
  if (known >= 0) {
    tell(known)
    return flow.stageOf(known)
  }
  if (flow.isFull() && !makeRoom()) return 0
  flow.add(flow.FOLLOWED, flow.OTHERS, now)
  return 0
}

/**
 * The engine wants nothing of a flow of its own but to hear of what is unusual: the one that the last frame belonged to.
 * `isOpener`: whether the side that sent it opened the flow. `most`: bytes that `speaker` may send as long as the other
 * side sends none; -1 where all may send what they like. Answers the flow, or -1 where it can't be done.
 */
export function lend(
  isOpener: bool,
  clientNext: i32,
  serverNext: i32,
  speaker: i32,
  most: i32,
): i32 {
  const known = flow.last
  if (known < 0 || flow.stageOf(known) != flow.FOLLOWED) return -1
  const look = takeLook()
  if (look < 0) return -1
  flow.setLook(known, look)
  flow.setOpener(known, isOpener ? flow.side : 1 - flow.side)
  flow.setStage(known, flow.LENT)
  flow.touch(known, flow.LIVE, now)
  const here = addressOf(look)
  store<i32>(here, -1, reelAt)
  store<i32>(sideOf(here, 0), most < 0 || speaker == 0 ? most : 0, leftAt)
  store<i32>(sideOf(here, 1), most < 0 || speaker == 1 ? most : 0, leftAt)
  store<i32>(sideOf(here, 0), clientNext, nextAt)
  store<i32>(sideOf(here, 1), serverNext, nextAt)
  return known
}

/** Nobody takes an interest in the datagrams of the flow that the last frame belonged to. */
export function ignore(): void {
  if (flow.isNew && packet.isUdp && !flow.isFull()) flow.add(flow.IGNORED, flow.DATAGRAMS, now)
}

/** The first flow that is looked at, and the next: -1 at the end. */
export function lookedAt(after: i32): i32 {
  let list = after < 0 ? flow.LIVE : flow.listOf(after)
  let next = after < 0 ? flow.oldest(flow.LIVE) : flow.following(after)
  while (next < 0 ? list == flow.LIVE : flow.stageOf(next) != flow.LOOKED) {
    if (next < 0) {
      list = flow.CLOSING
      next = flow.oldest(list)
    } else next = flow.following(next)
  }
  return next
}

/** The flow has settled, and nobody reads its tape any more. */
export function letGo(known: i32): void {
  release(known)
  flow.setStage(known, flow.SETTLED)
  flow.touch(known, flow.OTHERS, now)
}

export function stopTape(known: i32): void {
  giveBackTape(addressOf(flow.lookOf(known)))
}

/** From here on the flow is the engine's. */
export function follow(known: i32): void {
  release(known)
  flow.setStage(known, flow.FOLLOWED)
  flow.touch(known, flow.OTHERS, now)
}

export function drop(known: i32): void {
  release(known)
  flow.remove(known)
}

/** Gives back what is held for a flow that is looked at or lent. */
function release(known: i32): void {
  const stage = flow.stageOf(known)
  if (stage != flow.LOOKED && stage != flow.LENT) return
  const look = flow.lookOf(known)
  giveBackTape(addressOf(look))
  giveBackLook(look)
}

function directionOf(known: i32): i32 {
  return (flow.side != flow.openerOf(known)) as i32
}

/** A SYN that begins another connection between the same ports. The same number again is a retry of this one. */
function isReplaced(known: i32, base: i32, isKnown: bool): bool {
  return (flags & (SYN | ACK)) == SYN && isKnown && seq + 1 != base
}

/** The first packet of a flow. What is no plain SYN is for the engine. */
function begin(
  at: usize,
  have: i32,
  whole: i32,
  number: i32,
  seconds: f64,
  nanos: i32,
  linkType: i32,
): i32 {
  if ((flags & (SYN | ACK | FIN | RST)) != SYN || length > 0) return OTHER
  if (flow.isFull() && !makeRoom()) return evict(oldest())
  const look = takeLook()
  if (look < 0) {
    const result = evict(flow.oldest(flow.LIVE))
    return result == ENDED ? SPARED : result
  }
  beginTape(look)
  if (!record(look, at, have, whole, number, seconds, nanos, linkType, 0, false)) {
    giveBackLook(look)
    flow.add(flow.FOLLOWED, flow.OTHERS, now)
    return OTHER
  }
  const known = flow.add(flow.LOOKED, flow.LIVE, now)
  flow.setLook(known, look)
  flow.setId(known, takeId())
  flow.setOpener(known, flow.side)
  flow.setBases(known, seq + 1, 0)
  const client = sideOf(addressOf(look), 0)
  store<i32>(client, seq + 1, nextAt)
  store<u8>(client, 1, knownAt)
  return TAKEN
}

/** Takes in a segment while the handshake is under way. */
function take(
  known: i32,
  look: usize,
  side: usize,
  direction: i32,
  at: usize,
  have: i32,
  whole: i32,
  number: i32,
  seconds: f64,
  nanos: i32,
  linkType: i32,
): i32 {
  const server = sideOf(look, 1)
  const isSyn = (flags & SYN) != 0
  if (isSyn) {
    // Only the server's answer is due, and only once.
    if (direction == 0 || (flags & (ACK | FIN | RST)) != ACK || length > 0) return ODD
    if (load<u8>(server, knownAt) != 0 || ack != load<i32>(sideOf(look, 0), nextAt)) return ODD
  } else {
    if ((flags & (FIN | RST)) != 0 || load<u8>(server, knownAt) == 0) return ODD
    if (seq != load<i32>(side, nextAt) || captured != length) return ODD
  }
  const silent = length > 0 && records.isSilent(look, direction, length)
  const number0 = flow.lookOf(known)
  if (!record(number0, at, have, whole, number, seconds, nanos, linkType, direction, silent))
    return ODD
  if (isSyn) {
    flow.setBases(known, flow.baseOf(known, 0), seq + 1)
    store<i32>(server, seq + 1, nextAt)
    store<u8>(server, 1, knownAt)
    return TAKEN
  }
  if (length == 0) return TAKEN
  const sight = records.see(look, direction, payloadFrom, length, number)
  if (sight == records.ODD) {
    dropLast(look)
    return ODD
  }
  store<i32>(side, seq + length, nextAt)
  if (sight == records.SETTLED) return SETTLED
  if (sight != records.WELL) return TAKEN
  store<u8>(look, 1, isWellAt)
  return WELL
}

/** False where the segment is not the next one, or says more than that data came or arrived. */
function passLent(
  look: usize,
  side: usize,
  direction: i32,
  number: i32,
  seconds: f64,
  nanos: i32,
): bool {
  if ((flags & (SYN | FIN | RST)) != 0 || (flags & ACK) == 0) return false
  if (seq != load<i32>(side, nextAt) || captured != length) return false
  // The same acknowledgement again, without data, reports a loss.
  if (length == 0 && repeatsLast(side)) return false
  const left = load<i32>(side, leftAt)
  if (left >= 0) {
    if (length > left) return false
    store<i32>(side, left - length, leftAt)
  }
  store<f64>(side, load<f64>(side, passedAt) + (length as f64), passedAt)
  store<i32>(side, seq + length, nextAt)
  markLast(side, number, seconds, nanos)
  return true
}

/** All is well: the bytes only pass. False where the segment is odd, which is then not taken in. */
function pass(
  known: i32,
  side: usize,
  direction: i32,
  number: i32,
  seconds: f64,
  nanos: i32,
): bool {
  if (flow.closedOf(known) == 3) return true
  if ((flags & SYN) != 0) return false
  if ((flags & RST) != 0) {
    flow.close(known, 3)
    return true
  }
  if (seq != load<i32>(side, nextAt) || captured != length) return false
  if (length > 0) {
    if (!records.pass(side, payloadFrom, length)) return false
    store<f64>(side, load<f64>(side, passedAt) + (length as f64), passedAt)
  }
  let next = seq + length
  markLast(side, number, seconds, nanos)
  if ((flags & FIN) != 0) {
    mark(side + finAt, number, seconds, nanos)
    flow.close(known, 1 << direction)
    next++
  }
  store<i32>(side, next, nextAt)
  return true
}

/** Lets go of what has been closed for a while. True where one of them was looked at to its end. */
function expire(): bool {
  for (;;) {
    const known = flow.oldest(flow.CLOSING)
    if (known < 0 || now - flow.lastSeen(known) <= closingSeconds) break
    if (flow.stageOf(known) == flow.LOOKED) {
      tell(known)
      return true
    }
    flow.remove(known)
  }
  for (;;) {
    const known = flow.oldest(flow.DATAGRAMS)
    if (known < 0 || now - flow.lastSeen(known) <= datagramSeconds) break
    flow.remove(known)
  }
  isExpiring = false
  return false
}

/** The flow that is missed least: one that is over already, or else the one not seen for longest. */
function oldest(): i32 {
  const closing = flow.oldest(flow.CLOSING)
  if (closing >= 0) return closing
  const datagrams = flow.oldest(flow.DATAGRAMS)
  if (datagrams >= 0) return datagrams
  const live = flow.oldest(flow.LIVE)
  const other = flow.oldest(flow.OTHERS)
  if (live < 0 || other < 0) return max(live, other)
  return flow.lastSeen(live) < flow.lastSeen(other) ? live : other
}

/** Tells of a flow that has to make room. */
function evict(known: i32): i32 {
  tell(known)
  if (flow.stageOf(known) == flow.LENT) return RETURNED
  return load<u8>(addressOf(flow.lookOf(known)), isWellAt) != 0 ? ENDED : EVICTED
}

/** False where something is to be told of the flow that would go. */
function makeRoom(): bool {
  const known = oldest()
  const stage = flow.stageOf(known)
  if (stage == flow.LOOKED || stage == flow.LENT) return false
  flow.remove(known)
  return true
}
