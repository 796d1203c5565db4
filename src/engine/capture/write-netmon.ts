// Writes Network Monitor files of every version.

import { UsageError } from '../wire/usage-error.ts'
import { ByteBuilder } from './byte-builder.ts'
import { findMediaType } from './netmon-media.ts'
import { sharedLinkType } from './written-frame.ts'
import type { WrittenFrame } from './written-frame.ts'

export type NetmonVersion = '1.1' | '2.0' | '2.1' | '2.2' | '2.3'

/**
 * Version 2.1 (default) and later hold frames of any link type; before, all must have one, else a
 * `UsageError` is thrown. The start of the capture is written in UTC, since the format has local time and
 * no reader can know whose.
 */
export function writeNetmon(
  frames: readonly WrittenFrame[],
  version: NetmonVersion = '2.1',
): Uint8Array {
  const major = Number(version[0])
  const minor = Number(version[2])
  const trailer = major === 1 ? 0 : minor
  const media =
    trailer > 0 ? 1 : findMediaType(sharedLinkType(frames, `Network Monitor ${version}`))
  const startMillis = (frames[0]?.seconds ?? 0) * 1000 + Math.floor((frames[0]?.nanos ?? 0) / 1e6)
  const start = new Date(startMillis)
  const out = new ByteBuilder()
  for (const letter of major === 1 ? 'RTSS' : 'GMBU') out.u8(letter.charCodeAt(0))
  out.u8(minor).u8(major).u16(media)
  out.u16(start.getUTCFullYear()).u16(start.getUTCMonth() + 1)
  out.u16(start.getUTCDay()).u16(start.getUTCDate())
  out.u16(start.getUTCHours()).u16(start.getUTCMinutes())
  out.u16(start.getUTCSeconds()).u16(start.getUTCMilliseconds())
  out.zeros(128 - out.length)

  const table: number[] = []
  for (const { seconds, nanos, linkType, bytes, wholeLength } of frames) {
    table.push(out.length)
    const sinceStart = (BigInt(seconds) * 1000n - BigInt(startMillis)) * 1_000_000n + BigInt(nanos)
    if (major === 1) {
      if (wholeLength > 0xffff)
        throw new UsageError('Network Monitor 1 has frames of 65,535 bytes at most')
      out
        .u32(Number(sinceStart / 1_000_000n))
        .u16(wholeLength)
        .u16(bytes.length)
        .bytes(bytes)
      continue
    }
    // Negative before the start: two's complement is what the wrap-around rule reads back.
    out
      .u64(sinceStart / 1000n)
      .u32(wholeLength)
      .u32(bytes.length)
      .bytes(bytes)
    if (trailer >= 1) out.u16(findMediaType(linkType))
    if (trailer >= 2) out.u32(0xffff_ffff)
    if (trailer >= 3) {
      const ticks = (BigInt(seconds) + 11_644_473_600n) * 10_000_000n + BigInt(nanos) / 100n
      out.u64(ticks).u8(0)
    }
  }
  const tableAt = out.length
  for (const offset of table) out.u32(offset)
  return out
    .putU32(24, tableAt)
    .putU32(28, 4 * table.length)
    .finish()
}
