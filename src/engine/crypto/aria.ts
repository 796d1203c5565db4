// ARIA, RFC 5794: Korea's block cipher, whose suites OpenSSL offers.

import type { BlockCipher } from './block-cipher.ts'
import { bytesOf, integerOf } from './integer.ts'
import { unhex } from './octets.ts'

/** Multiplication in the field of AES, whose polynomial ARIA shares. */
function times(a: number, b: number): number {
  let product = 0
  for (let x = a, y = b; y > 0; y >>= 1, x = (x << 1) ^ (x & 0x80 ? 0x11b : 0))
    if (y & 1) product ^= x
  return product
}

function powerOf(base: number, exponent: number): number {
  let result = 1
  for (let i = 0; i < exponent; i++) result = times(result, base)
  return result
}

/** Each row of the matrix says which bits of the power are added into one bit of the result, lowest first. */
function makeBox(exponent: number, rows: readonly number[], constant: number): Uint8Array {
  const parity = (bits: number): number => {
    let odd = 0
    for (let rest = bits; rest > 0; rest >>= 1) odd ^= rest & 1
    return odd
  }
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const value = powerOf(byte, exponent)
    return rows.reduce((sum, row, bit) => sum | (parity(value & row) << bit), 0) ^ constant
  })
}

function inverse(box: Uint8Array): Uint8Array {
  const result = new Uint8Array(256)
  for (const [from, to] of box.entries()) result[to] = from
  return result
}

type Boxes = readonly Uint8Array[]

/** The two substitution layers. Made when the first key is: nearly nobody meets ARIA. RFC 5794 §2.4.2. */
let layers: { readonly odd: Boxes; readonly even: Boxes } | null = null

function makeLayers(): { readonly odd: Boxes; readonly even: Boxes } {
  // The first is the box of AES: the inverse in the field is the power 254.
  const first = makeBox(254, [0xf1, 0xe3, 0xc7, 0x8f, 0x1f, 0x3e, 0x7c, 0xf8], 0x63)
  const second = makeBox(247, [0x7a, 0xbc, 0xeb, 0xb9, 0x34, 0x81, 0xba, 0xcb], 0xe2)
  const inverses = [inverse(first), inverse(second)]
  return { odd: [first, second, ...inverses], even: [...inverses, first, second] }
}

function substitute(bytes: Uint8Array, layer: 'odd' | 'even'): Uint8Array {
  const boxes = (layers ??= makeLayers())[layer]
  return bytes.map((byte, i) => boxes[i % 4]![byte]!)
}

/** Which bytes are added into each byte of the result. The matrix is its own inverse. */
const diffusion = [
  [3, 4, 6, 8, 9, 13, 14],
  [2, 5, 7, 8, 9, 12, 15],
  [1, 4, 6, 10, 11, 12, 15],
  [0, 5, 7, 10, 11, 13, 14],
  [0, 2, 5, 8, 11, 14, 15],
  [1, 3, 4, 9, 10, 14, 15],
  [0, 2, 7, 9, 10, 12, 13],
  [1, 3, 6, 8, 11, 12, 13],
  [0, 1, 4, 7, 10, 13, 15],
  [0, 1, 5, 6, 11, 12, 14],
  [2, 3, 5, 6, 8, 13, 15],
  [2, 3, 4, 7, 9, 12, 14],
  [1, 2, 6, 7, 9, 11, 12],
  [0, 3, 6, 7, 8, 10, 13],
  [0, 3, 4, 5, 9, 11, 14],
  [1, 2, 4, 5, 8, 10, 15],
]

function diffuse(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(diffusion.map((from) => from.reduce((sum, at) => sum ^ bytes[at]!, 0)))
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ b[i]!)
}

const constants = [
  '517cc1b727220a94fe13abe8fa9a6ee0',
  '6db14acc9e21c820ff28b1d5ef5de2b0',
  'db92371d2126e9700324977504e8c90e',
].map(unhex)

function roundKeys(key: Uint8Array): Uint8Array[] {
  const first = key.length > 16 ? 2 : 0
  const constant = (at: number): Uint8Array => constants[(first + at) % 3]!
  const right = new Uint8Array(16)
  right.set(key.subarray(16))
  const odd = (bytes: Uint8Array, by: Uint8Array): Uint8Array =>
    diffuse(substitute(xor(bytes, by), 'odd'))
  const even = (bytes: Uint8Array, by: Uint8Array): Uint8Array =>
    diffuse(substitute(xor(bytes, by), 'even'))
  const w0 = Uint8Array.from(key.subarray(0, 16))
  const w1 = xor(odd(w0, constant(0)), right)
  const w2 = xor(even(w1, constant(1)), w0)
  const w3 = xor(odd(w2, constant(2)), w1)
  const words = [w0, w1, w2, w3]
  const turns = [109, 97, 61, 31, 19] // to the left; the first two are 19 and 31 to the right
  return Array.from({ length: key.length > 16 ? 17 : 13 }, (_, i) =>
    xor(words[i % 4]!, rotate(words[(i + 1) % 4]!, turns[i >> 2]!)),
  )
}

function rotate(bytes: Uint8Array, left: number): Uint8Array {
  const word = integerOf(bytes)
  const turned = (word << BigInt(left)) | (word >> BigInt(128 - left))
  return bytesOf(BigInt.asUintN(128, turned), 16)
}

/** With a key of 16 bytes or 32. */
export function ariaCipher(key: Uint8Array): BlockCipher {
  const keys = roundKeys(key)
  const backwards = keys
    .toReversed()
    .map((each, i) => (i === 0 || i === keys.length - 1 ? each : diffuse(each)))
  return {
    size: 16,
    encrypt: (block) => apply(block, keys),
    decrypt: (block) => apply(block, backwards),
  }
}

function apply(block: Uint8Array, keys: readonly Uint8Array[]): Uint8Array {
  let state = Uint8Array.from(block)
  const last = keys.length - 2
  for (let i = 0; i <= last; i++) {
    const substituted = substitute(xor(state, keys[i]!), i % 2 === 0 ? 'odd' : 'even')
    state = Uint8Array.from(i < last ? diffuse(substituted) : xor(substituted, keys[last + 1]!))
  }
  return state
}
