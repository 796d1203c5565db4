// GREASE: values that mean nothing and are sent so that peers learn to ignore what they don't know. RFC 8701.

/** Cipher suites, extensions, groups, signature schemes and versions: 0x0a0a, 0x1a1a … 0xfafa. */
export function isGrease(codepoint: number): boolean {
  return (codepoint & 0x0f0f) === 0x0a0a && codepoint >> 8 === (codepoint & 0xff)
}

/** psk_key_exchange_modes: 0x0b, 0x2a, 0x49 … 0xe4. RFC 8701 §2. */
export function isGreasePskMode(codepoint: number): boolean {
  return codepoint % 0x1f === 0x0b && codepoint <= 0xe4
}

/** ALPN: two bytes, one of the sixteen values. */
export function isGreaseAlpn(protocol: Uint8Array): boolean {
  return protocol.length === 2 && isGrease(protocol[0]! * 256 + protocol[1]!)
}

/** QUIC versions that force a version negotiation: 0x?a?a?a?a. RFC 9000 §15. */
export function isGreaseQuicVersion(version: number): boolean {
  return (version & 0x0f0f0f0f) >>> 0 === 0x0a0a0a0a
}

/** QUIC transport parameters: 31 * N + 27. RFC 9000 §18.1. */
export function isGreaseTransportParameter(id: bigint): boolean {
  return id >= 27n && (id - 27n) % 31n === 0n
}
