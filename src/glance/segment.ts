// One segment of a connection that is looked at: whether it comes in its turn, and what it shows. RFC 9293 §3.4.

import * as flow from './flow'
import {
  finAt,
  isWellAt,
  knownAt,
  leftAt,
  mark,
  markLast,
  nextAt,
  passedAt,
  repeatsLast,
  sideOf,
} from './look'
import { ACK, FIN, RST, SYN, ack, captured, flags, length, payloadFrom, seq } from './packet'
import * as records from './records'
import { ODD, SETTLED, TAKEN, WELL } from './sights'
import { dropLast, record } from './tape'

/** Takes in a segment while the handshake is under way. */
export function take(known: i32, look: usize, side: usize, direction: i32): i32 {
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
  if (!record(flow.lookOf(known), direction, silent)) return ODD
  if (isSyn) {
    flow.setBases(known, flow.baseOf(known, 0), seq + 1)
    store<i32>(server, seq + 1, nextAt)
    store<u8>(server, 1, knownAt)
    return TAKEN
  }
  if (length == 0) return TAKEN
  const sight = records.see(look, direction, payloadFrom, length)
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
export function passLent(side: usize): bool {
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
  markLast(side)
  return true
}

/** All is well: the bytes only pass. False where the segment is odd, which is then not taken in. */
export function pass(known: i32, side: usize, direction: i32): bool {
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
  markLast(side)
  if ((flags & FIN) != 0) {
    mark(side + finAt)
    flow.close(known, 1 << direction)
    next++
  }
  store<i32>(side, next, nextAt)
  return true
}
