// Big-endian integers of any length, as keys and signatures are made of.

export function integerOf(bytes: Uint8Array): bigint {
  let digits = '0x0'
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0')
  return BigInt(digits)
}

export function bytesOf(value: bigint, length: number): Uint8Array {
  const digits = value.toString(16).padStart(2 * length, '0')
  return Uint8Array.from({ length }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16))
}

export function byteLength(value: bigint): number {
  return Math.ceil(value.toString(16).length / 2)
}

export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  const bits = exponent.toString(2)
  for (let at = bits.length - 1; at >= 0; at--) {
    if (bits[at] === '1') result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}
