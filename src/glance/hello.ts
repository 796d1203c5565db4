// What a ServerHello chose, read at fixed places without making anything of the rest. RFC 8446 §4.1.3.
//
//   │ version 2 │ random 32 │ n 1 │ session n │ suite 2 │ compression 1 │ length 2 │ extensions …

import { be16 } from './memory'
import { nullSuiteCount, nullSuites, supportedVersions } from './numbers'

/** RFC 8446 §4.1.3: the random of a HelloRetryRequest begins so. A chance of one in four thousand million is no loss. */
const retryRandom: u32 = 0xcf21ad74
const sessionMost: i32 = 32

export let version: i32 = 0
export let suite: i32 = 0

/**
 * Reads the body from `from` to `to`. False where it is a HelloRetryRequest or anything but a plain ServerHello, which
 * then is for the engine to read.
 */
export function readChoice(from: usize, to: usize): bool {
  if (to < from + 38) return false
  version = be16(from)
  let isExtended = false
  if (bswap<u32>(load<u32>(from + 2)) == retryRandom) return false
  const session = load<u8>(from + 34) as i32
  let at = from + 35 + session
  if (session > sessionMost || at + 3 > to || load<u8>(at + 2) != 0) return false
  suite = be16(at)
  at += 3
  if (at == to) return version < 0x8000
  if (at + 2 > to || at + 2 + be16(at) != to) return false
  at += 2
  while (at < to) {
    if (at + 4 > to) return false
    const type = be16(at)
    const length = be16(at + 2)
    if (at + 4 + length > to) return false
    if (type == supportedVersions) {
      if (length != 2 || isExtended) return false
      version = be16(at + 4)
      isExtended = true
    }
    at += 4 + length
  }
  return version < 0x8000
}

/** The suite leaves the handshake in clear. */
export function isNullSuite(): bool {
  for (let i = 0; i < nullSuiteCount; i++)
    if ((load<u16>(nullSuites + 2 * i) as i32) == suite) return true
  return false
}
