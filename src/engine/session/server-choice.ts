// What a ServerHello chose, read at fixed places without making anything of the rest. RFC 8446 §4.1.3.
//
//   │ version 2 │ random 32 │ n 1 │ session n │ suite 2 │ compression 1 │ length 2 │ extensions …

import { extensions } from '../registry/tables/extensions.ts'

/** RFC 8446 §4.1.3: the random of a HelloRetryRequest begins so. A chance of one in four thousand million is no loss. */
const retryRandom = 0xcf21ad74 | 0

const sessionMost = 32

/**
 * The version and suite of the body at `from`, as `version << 16 | suite`; -1 where it is a HelloRetryRequest or anything
 * but a plain ServerHello, which then is for `readServerHello` to read.
 */
export function readChoice(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 38) return -1
  let version = u16(bytes, from)
  let isExtended = false
  if (((u16(bytes, from + 2) << 16) | u16(bytes, from + 4)) === retryRandom) return -1
  const session = bytes[from + 34]!
  let at = from + 35 + session
  if (session > sessionMost || at + 3 > to || bytes[at + 2] !== 0) return -1
  const suite = u16(bytes, at)
  at += 3
  if (at === to) return version < 0x8000 ? (version << 16) | suite : -1
  if (at + 2 > to || at + 2 + u16(bytes, at) !== to) return -1
  for (at += 2; at < to;) {
    if (at + 4 > to) return -1
    const type = u16(bytes, at)
    const length = u16(bytes, at + 2)
    if (at + 4 + length > to) return -1
    if (type === extensions.supported_versions) {
      if (length !== 2 || isExtended) return -1
      version = u16(bytes, at + 4)
      isExtended = true
    }
    at += 4 + length
  }
  return version < 0x8000 ? (version << 16) | suite : -1
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}
