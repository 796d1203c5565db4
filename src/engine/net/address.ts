// Addresses as text: dotted quads, RFC 5952 for IPv6, colons for MAC.

import { u16 } from './bytes.ts'

export function ip4Text(bytes: Uint8Array, at: number): string {
  return `${bytes[at]!}.${bytes[at + 1]!}.${bytes[at + 2]!}.${bytes[at + 3]!}`
}

export function ip6Text(bytes: Uint8Array, at: number): string {
  if (isMapped(bytes, at)) return `::ffff:${ip4Text(bytes, at + 12)}`
  let zerosAt = 0
  let zeros = 0
  for (let group = 0; group < 8; group++) {
    let run = 0
    while (group + run < 8 && u16(bytes, at + 2 * (group + run)) === 0) run++
    if (run > zeros) {
      zeros = run
      zerosAt = group
    }
  }
  // "The symbol :: MUST NOT be used to shorten just one 16-bit 0 field" (RFC 5952 §4.2.2).
  if (zeros < 2) return groups(bytes, at, 0, 8)
  return `${groups(bytes, at, 0, zerosAt)}::${groups(bytes, at, zerosAt + zeros, 8)}`
}

export function macText(bytes: Uint8Array, at: number): string {
  return Array.from(bytes.subarray(at, at + 6), (byte) => byte.toString(16).padStart(2, '0')).join(
    ':',
  )
}

function groups(bytes: Uint8Array, at: number, from: number, to: number): string {
  const texts: string[] = []
  for (let group = from; group < to; group++) texts.push(u16(bytes, at + 2 * group).toString(16))
  return texts.join(':')
}

/** IPv4-mapped addresses are written with a dotted quad (RFC 5952 §5). */
function isMapped(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 10; i++) if (bytes[at + i] !== 0) return false
  return u16(bytes, at + 10) === 0xffff
}
