// Writes Solaris snoop files. RFC 1761.

import { UsageError } from '../wire/usage-error.ts'
import { ByteBuilder } from './byte-builder.ts'
import { findDatalinkType } from './snoop.ts'
import { sharedLinkType } from './written-frame.ts'
import type { WrittenFrame } from './written-frame.ts'

/** All frames must have one link type, one that snoop has a number for; else throws a `UsageError`. */
export function writeSnoop(frames: readonly WrittenFrame[]): Uint8Array {
  const linkType = sharedLinkType(frames, 'snoop')
  const datalink = findDatalinkType(linkType)
  if (datalink === null) throw new UsageError(`snoop has no number for link type ${linkType}`)
  const out = new ByteBuilder(true)
  out.u32(0x736e6f6f).u32(0x70000000).u32(2).u32(datalink)
  for (const { seconds, nanos, bytes, wholeLength } of frames) {
    const padded = (bytes.length + 3) & ~3
    out
      .u32(wholeLength)
      .u32(bytes.length)
      .u32(24 + padded)
      .u32(0)
    out
      .u32(seconds)
      .u32(Math.floor(nanos / 1000))
      .bytes(bytes)
      .pad()
  }
  return out.finish()
}
