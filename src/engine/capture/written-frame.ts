// A frame to be written into a capture file, and what formats with one link type ask of a list of them.

import { UsageError } from '../wire/usage-error.ts'

export interface WrittenFrame {
  readonly seconds: number
  readonly nanos: number
  /** LINKTYPE_ number. */
  readonly linkType: number
  /** Length on the wire; at least that of `bytes`. */
  readonly wholeLength: number
  readonly bytes: Uint8Array
}

/** The link type that all frames share; Ethernet for none. Throws a `UsageError` when they differ. */
export function sharedLinkType(frames: readonly WrittenFrame[], format: string): number {
  const linkType = frames[0]?.linkType ?? 1
  const other = frames.find((frame) => frame.linkType !== linkType)
  if (other === undefined) return linkType
  throw new UsageError(
    `a ${format} file holds one link type, and these frames have ${linkType} and ${other.linkType}`,
  )
}
