// The records of pcap, walked by the glance itself: most frames are passed over without anybody else having seen them.

import { see } from './glance'
import { beginSkim, endSkim, noteTime } from './results'
import { TAKEN } from './sights'

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
  beginSkim()
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
  endSkim(skimmed, sight)
  return at
}

function word(at: usize, bigEndian: bool): u32 {
  const value = load<u32>(at)
  return bigEndian ? bswap<u32>(value) : value
}
