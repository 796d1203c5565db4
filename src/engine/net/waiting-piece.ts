// Parts of segments that wait for their turn in a stream: sorted, never overlapping.

import type { Packet } from './packet.ts'

export interface Piece {
  readonly position: number
  readonly length: number
  /** Null once nobody wants the bytes; shorter than `length` where the capture cut the frame. */
  readonly bytes: Uint8Array | null
  readonly frame: number
  readonly seconds: number
  readonly nanos: number
  readonly offset: number
}

/** Bytes of a segment from `from` on, which stand at `position`: a piece for each frame that brought some of them. */
export function piecesOf(
  packet: Packet,
  position: number,
  from: number,
  captured: number,
  length: number,
  keepsBytes: boolean,
): Piece[] {
  return packet.partsOf(from, captured).map((part) => {
    const { at, frame, seconds, nanos, offset } = part
    return {
      position: position + at - from,
      // What was put together of fragments is whole: only a packet of one part lacks bytes at its end.
      length: part.length + length - captured,
      bytes: keepsBytes ? packet.bytes.slice(at, at + part.length) : null,
      frame,
      seconds,
      nanos,
      offset,
    }
  })
}

/** Puts pieces that go on from each other where they belong. */
export function insert(waiting: Piece[], pieces: readonly Piece[]): void {
  const position = pieces[0]?.position ?? 0
  let i = waiting.length
  while (i > 0 && waiting[i - 1]!.position > position) i--
  waiting.splice(i, 0, ...pieces)
}

/** How many bytes of a range are among them. */
export function seenAmong(waiting: readonly Piece[], position: number, length: number): number {
  const end = position + length
  let seen = 0
  for (const piece of waiting) {
    if (piece.position >= end) break
    const from = Math.max(piece.position, position)
    seen += Math.max(0, Math.min(piece.position + piece.length, end) - from)
  }
  return seen
}

/** Whether a segment's bytes from `from` on, as far as `end`, are others than those of the piece that overlaps them. */
export function differs(
  packet: Packet,
  from: number,
  captured: number,
  piece: Piece,
  position: number,
  end: number,
): boolean {
  if (piece.bytes === null) return false
  const length = Math.min(end - position, captured - from)
  const at = position - piece.position
  for (let i = 0; i < length && at + i < piece.bytes.length; i++) {
    if (packet.bytes[packet.payloadFrom + from + i] !== piece.bytes[at + i]) return true
  }
  return false
}
