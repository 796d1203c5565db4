// Community ID: a name for a flow on which other tools agree. Community ID Flow Hashing, version 1.

import { digest } from '../crypto/hkdf.ts'
import type { Endpoint } from '../net/facts.ts'

/** `protocol` is IP's number: 6 or 17. Empty where an end has no IP address. */
export function communityId(a: Endpoint, b: Endpoint, protocol: number): string {
  const [left, right] = [addressBytes(a.address), addressBytes(b.address)]
  if (!left || !right) return ''
  const order = compare(left, right) || a.port - b.port
  const [first, last] = order <= 0 ? [left, right] : [right, left]
  const [firstPort, lastPort] = order <= 0 ? [a.port, b.port] : [b.port, a.port]
  const seed = [0, 0]
  const ports = [firstPort >> 8, firstPort & 0xff, lastPort >> 8, lastPort & 0xff]
  const bytes = Uint8Array.from([...seed, ...first, ...last, protocol, 0, ...ports])
  return `1:${base64(digest('sha1', bytes))}`
}

function compare(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length
  const at = a.findIndex((byte, i) => byte !== b[i])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/** The bytes of a dotted quad or of RFC 5952's form; null for anything else. */
export function addressBytes(text: string): number[] | null {
  const quad = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text)
  if (quad) return quad.slice(1).map(Number)
  const plain = text.replace(/%.*$/, '')
  if (!plain.includes(':')) return null
  const [head = '', tail] = plain.split('::')
  const groups = (part: string | undefined): number[] =>
    (part ?? '')
      .split(':')
      .filter((group) => group !== '')
      .flatMap((group) => {
        const inner = group.includes('.') ? addressBytes(group) : null
        if (inner) return inner
        const value = parseInt(group, 16)
        return [value >> 8, value & 0xff]
      })
  const [left, right] = [groups(head), groups(tail)]
  const known = left.length + right.length
  // A MAC address has colons, too.
  if (tail === undefined ? known !== 16 : known > 14) return null
  const zeros = new Array<number>(16 - known).fill(0)
  return [...left, ...zeros, ...right]
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const bits = (a << 16) | (b << 8) | c
    const count = Math.min(3, bytes.length - at) + 1
    for (let i = 0; i < 4; i++)
      text += i < count ? alphabet.charAt((bits >> (18 - 6 * i)) & 63) : '='
  }
  return text
}
