// Where everything stands in the memory of the glance. Nothing is allocated: all room is laid out here, and what does not
// fit is left to the full analysis. Pages that are never touched cost nothing.

/** Captures are read into this block; frames that stand elsewhere are copied to `spare`, one at a time. */
export const blockLength: i32 = 1 << 17
export const block: usize = memory.data(1 << 17)
export const spareLength: i32 = 1 << 18
export const spare: usize = memory.data(1 << 18)

/** Flows known at a time. Beyond it the least recently seen gives way. */
export const flowsMost: i32 = 1 << 18
export const flowSize: i32 = 80
export const flows: usize = memory.data((1 << 18) * 80)
export const slots: usize = memory.data((1 << 19) * 4)

/** Connections that are looked at or lent at a time. Beyond it the least recently seen gives way. */
export const looksMost: i32 = 1 << 15
export const lookSize: i32 = 512
export const looks: usize = memory.data((1 << 15) * 512)

/** Frames of a connection that has come about and says nothing yet: most of those that a scan begins never say more. */
export const leaderLength: i32 = 320
export const leaderFrames: i32 = 4
export const leaders: usize = memory.data((1 << 15) * 320)
export const leaderNotes: usize = memory.data((1 << 15) * 4 * 48)

/** A handshake with a chain of certificates and the first data of both sides fits several times over. */
export const reelsMost: i32 = 2048
export const reelLength: i32 = 16 << 10
export const reelFrames: i32 = 64
export const reels: usize = memory.data(2048 * (16 << 10))
export const reelNotes: usize = memory.data(2048 * 64 * 48)

/** A record as long as one may be, with its header, put together out of its frames. */
export const gatheredLength: i32 = 5 + (16 << 10) + 2048
export const gathered: usize = memory.data(5 + (16 << 10) + 2048)

/** Big-endian integers, as all of the network's are. */
export function be16(at: usize): i32 {
  return bswap<u16>(load<u16>(at)) as i32
}

export function be32(at: usize): i32 {
  return bswap<i32>(load<i32>(at))
}
