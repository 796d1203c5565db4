// What is told beside what a function answers. Read out of the memory, it costs a host less than a global.

export const results: usize = memory.data(56, 8)
const toldAt: usize = 0
const sightAt: usize = 4
const skimmedAt: usize = 8
const helloLengthAt: usize = 12
const nextIdAt: usize = 16
const earliestNanosAt: usize = 20
const latestNanosAt: usize = 24
const earliestSecondsAt: usize = 32
const latestSecondsAt: usize = 40
const lastSecondsAt: usize = 48

/** The flow that the last result is about. */
export function tell(known: i32): void {
  store<i32>(results, known, toldAt)
}

/** Number of the next flow: the engine takes its own from it, too. */
export function takeId(): i32 {
  const id = load<i32>(results, nextIdAt)
  store<i32>(results, id + 1, nextIdAt)
  return id
}

/** The first. */
export function clearIds(): void {
  store<i32>(results, 1, nextIdAt)
}

/** Length of both hellos together. */
export function tellHellos(length: i32): void {
  store<i32>(results, length, helloLengthAt)
}

/** Records are passed over from here on. */
export function beginSkim(): void {
  store<f64>(results, Infinity, earliestSecondsAt)
  store<f64>(results, -Infinity, latestSecondsAt)
}

/** How many were, and what the frame was found to be where that stopped. */
export function endSkim(skimmed: i32, sight: i32): void {
  store<i32>(results, skimmed, skimmedAt)
  store<i32>(results, sight, sightAt)
}

/** The time of a frame that was passed over. */
export function noteTime(seconds: f64, nanos: i32): void {
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
