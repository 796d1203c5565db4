// Integers of fixed capture headers, read at named offsets after the caller's one length check.

export function u16le(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}

export function u16be(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

export function u32le(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  )
}

export function u32be(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  )
}

/** In the byte order of the host that wrote the file. */
export function u16(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  return bigEndian ? u16be(bytes, at) : u16le(bytes, at)
}

/** In the byte order of the host that wrote the file. */
export function u32(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  return bigEndian ? u32be(bytes, at) : u32le(bytes, at)
}

/** In the byte order of the host that wrote the file. Not for what comes once per packet. */
export function u64(bytes: Uint8Array, at: number, bigEndian: boolean): bigint {
  const first = BigInt(u32(bytes, at, bigEndian))
  const second = BigInt(u32(bytes, at + 4, bigEndian))
  return bigEndian ? (first << 32n) | second : (second << 32n) | first
}
