// What a frame is found to be, and what its finder has to do about it: the flow that it is about is told in `results`.

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
/** There is no room to go on looking at a flow that is well: `letGo` it, and show the frame again. */
export const SPARED: i32 = 8
