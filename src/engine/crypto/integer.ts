// Big-endian integers of any length, as keys and signatures are made of.

import { hex } from './octets.ts'

export function integerOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${hex(bytes)}`)
}

export function bytesOf(value: bigint, length: number): Uint8Array {
  const digits = value.toString(16).padStart(2 * length, '0')
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at++)
    bytes[at] = (digitOf(digits, 2 * at) << 4) | digitOf(digits, 2 * at + 1)
  return bytes
}

/** Of what BigInt writes: lower case, and nothing else. */
function digitOf(digits: string, at: number): number {
  const code = digits.charCodeAt(at)
  return code < 0x3a ? code - 0x30 : code - 0x57
}

export function byteLength(value: bigint): number {
  return Math.ceil(value.toString(16).length / 2)
}

/** Squares from the highest bit on: for the usual public exponent, 65537, that takes 17 multiplications. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (exponent === 0n) return 1n
  const factor = base % modulus
  const bits = exponent.toString(2)
  let result = factor
  for (let at = 1; at < bits.length; at++) {
    result = (result * result) % modulus
    if (bits[at] === '1') result = (result * factor) % modulus
  }
  return result
}
