// Camellia, RFC 3713: Japan's block cipher, which OpenSSL and GnuTLS still offer.
// In whole 64-bit numbers, as the RFC writes it: it opens a handshake, and nobody downloads with it.

import type { BlockCipher } from './block-cipher.ts'
import { bytesOf, integerOf } from './integer.ts'
import { unhex } from './octets.ts'

const box = unhex(`
  70822cecb327c0e5e4855735ea0cae4123ef6b934519a521ed0e4f4e1d6592bd86b8af8f7ceb1fce3e30dc5f5ec50b1a
  a6e139cad5475d3dd9015ad651566c4d8b0d9a66fbccb02d74122b20f0b18499df4ccbc2347e76056db7a931d11704d7
  14583a61de1b111c320f9c165318f222fe44cfb2c3b57a912408e8a860fc6950aad0a07da1896297545b1e95e0ff64d2
  10c40048a3f775db8a03e6da093fdd94875c8302cd4a90337367f6f39d7fbfe2529bd826c837c63b81966f4b13be632e
  e979a78c9f6ebc8e29f5f9b62ffdb4597898066ae74671bad425ab4288a28dfa7207b955f8eeac0a36492a683c38f1a4
  4028d37bbbc943c115e3adf477c7809e`)

const sigma = [
  0xa09e667f3bcc908bn,
  0xb67ae8584caa73b2n,
  0xc6ef372fe94f82ben,
  0x54ff53a5f1d36f1cn,
  0x10e527fade682d1dn,
  0xb05688c2b3e6c1fdn,
] as const

const turn = (byte: number, by: number): number => ((byte << by) | (byte >> (8 - by))) & 0xff
const box1 = (byte: number): number => box[byte]!
const box2 = (byte: number): number => turn(box[byte]!, 1)
const box3 = (byte: number): number => turn(box[byte]!, 7)
const box4 = (byte: number): number => box[turn(byte, 1)]!
const boxes = [box1, box2, box3, box4, box2, box3, box4, box1]

/** For each byte of the result, which substituted bytes are added (bit 7 is the first). */
const mixing = [
  0b10110111, 0b11011011, 0b11101101, 0b01111110, 0b11000111, 0b01101011, 0b00111101, 0b10011110,
]

/** What each byte contributes to the result of the round function: substituted and mixed at once. */
let contributions: readonly BigUint64Array[] | null = null

function makeContributions(): readonly BigUint64Array[] {
  return boxes.map((substitute, at) =>
    BigUint64Array.from({ length: 256 }, (_, byte) => {
      const value = BigInt(substitute(byte))
      const mixed = (row: number): bigint => ((row >> (7 - at)) & 1 ? value : 0n)
      return mixing.reduce((word, row) => (word << 8n) | mixed(row), 0n)
    }),
  )
}

function round(half: bigint, key: bigint): bigint {
  // Made when the first key is: few meet Camellia.
  contributions ??= makeContributions()
  let left = half ^ key
  let word = 0n
  for (let at = 7; at >= 0; at--, left >>= 8n) word ^= contributions[at]![Number(left & 0xffn)]!
  return word
}

const word32 = 0xffff_ffffn
const word64 = (1n << 64n) - 1n
const word128 = (1n << 128n) - 1n

const rotate1 = (word: bigint): bigint => ((word << 1n) | (word >> 31n)) & word32

function layer(half: bigint, key: bigint): bigint {
  const right = (half & word32) ^ rotate1((half >> 32n) & (key >> 32n))
  const left = (half >> 32n) ^ (right | (key & word32))
  return (left << 32n) | right
}

function inverseLayer(half: bigint, key: bigint): bigint {
  const left = (half >> 32n) ^ ((half & word32) | (key & word32))
  const right = (half & word32) ^ rotate1(left & (key >> 32n))
  return (left << 32n) | right
}

/** The order of subkeys: from which of the four words, turned left by how much, and which half of it. */
const plan128 =
  'L0 l0 A0 a0 L15 l15 A15 a15 A30 a30 L45 l45 A45 l60 A60 a60 L77 l77 L94 l94 A94 a94 L111 l111 A111 a111'
const plan256 =
  'L0 l0 B0 b0 R15 r15 A15 a15 R30 r30 B30 b30 L45 l45 A45 a45 L60 l60 R60 r60 B60 b60 L77 l77 A77 a77 R94 r94 A94 a94 L111 l111 B111 b111'

function subkeys(key: Uint8Array): bigint[] {
  const L = integerOf(key.subarray(0, 16))
  const R = key.length > 16 ? integerOf(key.subarray(16)) : 0n
  const A = twoRounds(twoRounds(L ^ R, sigma[0], sigma[1]) ^ L, sigma[2], sigma[3])
  const B = twoRounds(A ^ R, sigma[4], sigma[5])
  const words = { L, R, A, B }
  return (key.length > 16 ? plan256 : plan128).split(' ').map((step) => {
    const word = words[step[0]!.toUpperCase() as keyof typeof words]
    const by = BigInt(step.slice(1))
    const turned = ((word << by) | (word >> (128n - by))) & word128
    return step < 'a' ? turned >> 64n : turned & word64
  })
}

function twoRounds(word: bigint, first: bigint, second: bigint): bigint {
  const left = word >> 64n
  const right = (word & word64) ^ round(left, first)
  return ((left ^ round(right, second)) << 64n) | right
}

/** With a key of 16 bytes or 32. */
export function camelliaCipher(key: Uint8Array): BlockCipher {
  const keys = subkeys(key)
  // The same way with the keys the other way round, whitening keys in their pairs.
  const backwards = [...keys.slice(-2), ...keys.slice(2, -2).reverse(), ...keys.slice(0, 2)]
  return {
    size: 16,
    encrypt: (block) => apply(block, keys),
    decrypt: (block) => apply(block, backwards),
  }
}

function apply(block: Uint8Array, keys: readonly bigint[]): Uint8Array {
  const word = integerOf(block)
  let left = (word >> 64n) ^ keys[0]!
  let right = (word & word64) ^ keys[1]!
  for (let at = 2, step = 0; at < keys.length - 2; at += 2, step++) {
    if (step % 4 === 3) {
      left = layer(left, keys[at]!)
      right = inverseLayer(right, keys[at + 1]!)
    } else {
      right ^= round(left, keys[at]!)
      left ^= round(right, keys[at + 1]!)
    }
  }
  return bytesOf(((right ^ keys.at(-2)!) << 64n) | (left ^ keys.at(-1)!), 16)
}
