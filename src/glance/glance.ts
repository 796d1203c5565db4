// The glance: takes in the frames of a capture, and says of each whether the engine has to look at it.
//
//   SYN ─── frames on the tape ───▶ all is well ─── only where each side stands ───▶ FIN
//            │                        │
//            └── odd: the engine reads the tape, and follows the connection in full
//
// Whoever embeds it reads from `results` what flow an answer is about, and does as each answer asks.

import * as flow from './flow'
import { setFrame } from './frame'
import {
  addressOf,
  clearLooks,
  giveBackLook,
  isWellAt,
  knownAt,
  leftAt,
  nextAt,
  reelAt,
  serverHelloLengthAt,
  sideOf,
  takeLook,
} from './look'
import { gathered, gatheredLength } from './memory'
import { ACK, FIN, RST, SYN, decode, flags, length, seq } from './packet'
import * as packet from './packet'
import { clearIds, takeId, tell, tellHellos } from './results'
import { pass, passLent, take } from './segment'
import { ENDED, EVICTED, ODD, OTHER, RETURNED, SPARED, TAKEN } from './sights'
import { beginTape, clearTapes, gather, giveBackTape, record } from './tape'

/** What comes after the end of a connection (late copies, the data after a forged RST) comes within seconds. */
const closingSeconds: i32 = 30
/** The mapping time that RFC 4787 asks of a NAT. */
const datagramSeconds: i32 = 120

let latest: f64 = -1
let now: i32 = 0
let isExpiring: bool = false

/** Forgets everything: another capture begins. */
export function clear(seed: i32): void {
  flow.clear(seed)
  clearLooks()
  clearTapes()
  tell(-1)
  clearIds()
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
  tellHellos(client + server)
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
  setFrame(at, have, whole, number, seconds, nanos, linkType)
  flow.forgetLast()
  if (seconds > latest) {
    latest = seconds
    now = seconds < 2147483647 ? (seconds as i32) : 2147483647
    isExpiring = true
  }
  if (isExpiring && expire()) return ENDED
  if (!decode()) return OTHER
  const known = flow.find()
  if (packet.isUdp) {
    if (known < 0) return OTHER
    flow.touch(known, flow.DATAGRAMS, now)
    return TAKEN
  }
  if (known < 0) return begin()
  const stage = flow.stageOf(known)
  if (stage == flow.SETTLED) {
    if ((flags & (SYN | FIN | RST)) != 0) {
      if (isReplaced(known, flow.baseOf(known, directionOf(known)), true)) {
        flow.remove(known)
        return begin()
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
  if (stage == flow.LENT) return passLent(side) ? TAKEN : RETURNED
  if (load<u8>(look, isWellAt) != 0) {
    if (isReplaced(known, flow.baseOf(known, direction), load<u8>(side, knownAt) != 0)) return ENDED
    if (!pass(known, side, direction)) return ODD
    flow.touch(known, flow.closedOf(known) == 3 ? flow.CLOSING : flow.LIVE, now)
    return TAKEN
  }
  return take(known, look, side, direction)
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
function begin(): i32 {
  if ((flags & (SYN | ACK | FIN | RST)) != SYN || length > 0) return OTHER
  if (flow.isFull() && !makeRoom()) return evict(oldest())
  const look = takeLook()
  if (look < 0) {
    const result = evict(flow.oldest(flow.LIVE))
    return result == ENDED ? SPARED : result
  }
  beginTape(look)
  if (!record(look, 0, false)) {
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
