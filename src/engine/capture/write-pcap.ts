// Writes classic pcap files. draft-ietf-opsawg-pcap.

import { ByteBuilder } from './byte-builder.ts'
import { sharedLinkType } from './written-frame.ts'
import type { WrittenFrame } from './written-frame.ts'

export interface PcapOptions {
  /** Default false: little-endian, as most hosts write. */
  readonly bigEndian?: boolean
  /** Default true; false cuts times to microseconds, for tools that know nothing else. */
  readonly nanoseconds?: boolean
}

/** All frames must have one link type; throws a `UsageError` when they have not. */
export function writePcap(
  frames: readonly WrittenFrame[],
  { bigEndian = false, nanoseconds = true }: PcapOptions = {},
): Uint8Array {
  const out = new ByteBuilder(bigEndian)
  out.u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4)
  out.u16(2).u16(4).u32(0).u32(0)
  out.u32(262_144).u32(sharedLinkType(frames, 'pcap'))
  for (const { seconds, nanos, bytes, wholeLength } of frames) {
    out.u32(seconds).u32(nanoseconds ? nanos : Math.floor(nanos / 1000))
    out.u32(bytes.length).u32(wholeLength).bytes(bytes)
  }
  return out.finish()
}
