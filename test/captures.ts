// What tests of captures share: reading one whole or in pieces, and a conversation to write.

import { createReader } from '../src/engine/capture/recognise.ts'
import type { ReaderOptions } from '../src/engine/capture/recognise.ts'
import type { CaptureFile } from '../src/engine/capture/frame.ts'
import type { WrittenFrame } from '../src/engine/capture/written-frame.ts'

/** A frame as it was handed over, copied. */
export interface ReadFrame extends WrittenFrame {
  readonly number: number
  readonly offset: number
  readonly interfaceId: number
}

export interface ReadCapture {
  readonly frames: ReadFrame[]
  readonly file: CaptureFile
}

/** Reads a capture in pieces of `pieceLength` bytes, through a buffer that is overwritten each time. */
export function readCapture(
  capture: Uint8Array,
  pieceLength: number = capture.length,
  options: ReaderOptions = {},
): ReadCapture {
  const frames: ReadFrame[] = []
  const reader = createReader((frame) => {
    const { number, seconds, nanos, linkType, wholeLength, offset, interfaceId } = frame
    const bytes = frame.bytes.slice(frame.from, frame.to)
    frames.push({ number, seconds, nanos, linkType, wholeLength, bytes, offset, interfaceId })
  }, options)
  for (let at = 0; at < capture.length; at += pieceLength) {
    const piece = capture.slice(at, at + pieceLength)
    reader.push(piece)
    piece.fill(0xee)
  }
  reader.end()
  return { frames, file: reader.file }
}

/** Frames without what the container adds: to compare with what was written. */
export function contents(frames: readonly ReadFrame[]): WrittenFrame[] {
  return frames.map(({ seconds, nanos, linkType, wholeLength, bytes }) => ({
    seconds,
    nanos,
    linkType,
    wholeLength,
    bytes,
  }))
}

/** Frames with lengths of every remainder by 4, one of them cut by the snap length. */
export function someFrames(linkType = 1): WrittenFrame[] {
  return [60, 61, 62, 63, 74].map((length, i) => ({
    seconds: 1_247_566_353 + i,
    nanos: i * 123_000_000,
    linkType,
    wholeLength: i === 3 ? 1514 : length,
    bytes: Uint8Array.from({ length }, (_, at) => (at * 7 + i) & 0xff),
  }))
}
