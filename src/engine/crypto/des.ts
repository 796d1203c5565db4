// DES and triple DES, FIPS 46-3. Tables are the standard's own, numbered as there: bit 1 is the leftmost.

import type { BlockCipher } from './block-cipher.ts'

const keyChoice1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60,
  52, 44, 36, 63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21,
  13, 5, 28, 20, 12, 4,
]
const keyChoice2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52,
  31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
]
const keyShifts = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]
const initialPermutation = [
  58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6, 64,
  56, 48, 40, 32, 24, 16, 8, 57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3, 61, 53,
  45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31, 23, 15, 7,
]
const roundPermutation = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13,
  30, 6, 22, 11, 4, 25,
]
// One row of 64 digits per box, in base 16, in the standard's order (row by row).
const boxes = [
  'e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d',
  'f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9',
  'a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c',
  '7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e',
  '2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453',
  'c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d',
  '4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c',
  'd2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b',
].map((row) => Array.from(row.replaceAll(' ', ''), (digit) => parseInt(digit, 16)))

/** Each box with the permutation that follows it: six bits in, 32 bits out. */
const rounds: readonly Uint32Array[] = boxes.map((box, index) =>
  Uint32Array.from({ length: 64 }, (_, six) => {
    const row = ((six >> 4) & 2) | (six & 1)
    const nibble = box[row * 16 + ((six >> 1) & 15)]!
    const placed = nibble << (28 - 4 * index)
    return roundPermutation.reduce((word, from) => (word << 1) | ((placed >>> (32 - from)) & 1), 0)
  }),
)

/** Sixteen round keys of eight six-bit pieces each, one after another. */
function schedule(key: Uint8Array): Uint8Array {
  const bit = (number: number): number => (key[(number - 1) >> 3]! >> (7 - ((number - 1) & 7))) & 1
  let halves = keyChoice1.map(bit)
  const keys = new Uint8Array(16 * 8)
  for (const [round, shift] of keyShifts.entries()) {
    const rotate = (half: number[]): number[] => [...half.slice(shift), ...half.slice(0, shift)]
    halves = [...rotate(halves.slice(0, 28)), ...rotate(halves.slice(28))]
    for (const [at, from] of keyChoice2.entries()) {
      const piece = round * 8 + Math.floor(at / 6)
      keys[piece] = (keys[piece]! << 1) | halves[from - 1]!
    }
  }
  return keys
}

/** Triple DES with a key of 24 bytes, single DES with one of 8. */
export function desCipher(key: Uint8Array): BlockCipher {
  const keys: Uint8Array[] = []
  for (let at = 0; at < key.length; at += 8) keys.push(schedule(key.subarray(at, at + 8)))
  const backwards = keys.toReversed()
  return {
    size: 8,
    encrypt: (block) => chain(block, keys, false),
    decrypt: (block) => chain(block, backwards, true),
  }
}

/** Encrypt, decrypt, encrypt (or the other way round), between one initial permutation and its inverse. */
function chain(block: Uint8Array, keys: readonly Uint8Array[], backwards: boolean): Uint8Array {
  let left = 0
  let right = 0
  for (const [at, from] of initialPermutation.entries()) {
    const bit = (block[(from - 1) >> 3]! >> (7 - ((from - 1) & 7))) & 1
    if (at < 32) left = (left << 1) | bit
    else right = (right << 1) | bit
  }
  let decrypts = backwards
  for (const key of keys) {
    for (let i = 0; i < 16; i++) {
      const next = left ^ scramble(right, key, 8 * (decrypts ? 15 - i : i))
      left = right
      right = next
    }
    // The halves are not exchanged after the last round.
    const held = left
    left = right
    right = held
    decrypts = !decrypts
  }
  const result = new Uint8Array(8)
  for (const [at, to] of initialPermutation.entries()) {
    const bit = at < 32 ? (left >>> (31 - at)) & 1 : (right >>> (63 - at)) & 1
    result[(to - 1) >> 3]! |= bit << (7 - ((to - 1) & 7))
  }
  return result
}

/** The round function. The expansion gives each box its four bits and a neighbour on either side. */
function scramble(half: number, key: Uint8Array, from: number): number {
  let word = 0
  for (let box = 0; box < 8; box++) {
    // Turned right by one, so that bit 32 stands left of bit 1, then left until the six bits are on top.
    const turn = (4 * box + 31) & 31
    const six = (turn === 0 ? half : (half << turn) | (half >>> (32 - turn))) >>> 26
    word ^= rounds[box]![six ^ key[from + box]!]!
  }
  return word
}
