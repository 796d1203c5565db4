// The frame that is being shown: where its bytes stand, and what the capture says of it.

export let at: usize = 0
/** Its bytes in the capture, and on the wire. */
export let have: i32 = 0
export let whole: i32 = 0
/** 1-based, in the capture. */
export let number: i32 = 0
export let seconds: f64 = 0
export let nanos: i32 = 0
export let linkType: i32 = 0

export function setFrame(
  start: usize,
  captured: i32,
  long: i32,
  count: i32,
  second: f64,
  nano: i32,
  link: i32,
): void {
  at = start
  have = captured
  whole = long
  number = count
  seconds = second
  nanos = nano
  linkType = link
}
