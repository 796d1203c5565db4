// Whether a datagram is QUIC: a long header says so, a short one nothing. RFC 8999 §5, RFC 9443.

import { Cursor, WireError } from '../wire/cursor.ts'
import { readLongPacket, type LongPacket } from './packet.ts'
import { findVersion, isGoogleHandshake, isReservedVersion } from './version.ts'

/** RFC 9000 §14.1: no client sends a smaller datagram with an Initial. */
const smallestInitial = 1200

/** RFC 9000 §7.2: the least that a client may choose for the server until it knows the server's own. */
const shortestFirstId = 8

/** How many versions a Version Negotiation packet lists at most, for us: real ones have a dozen. */
const versionsMost = 64

/** The first packet of a datagram, where it looks like QUIC; null where it does not. */
export function findLongPacket(bytes: Uint8Array, from: number, to: number): LongPacket | null {
  if (((bytes[from] ?? 0) & 0x80) === 0 || to - from < 7) return null
  const packet = readFirst(bytes, from, to)
  return packet !== null && isPlausible(packet, bytes[from] ?? 0, to - from) ? packet : null
}

function readFirst(bytes: Uint8Array, from: number, to: number): LongPacket | null {
  try {
    return readLongPacket(new Cursor(bytes.subarray(0, to), from))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}

function isPlausible(packet: LongPacket, first: number, length: number): boolean {
  switch (packet.kind) {
    case 'version-negotiation': {
      const { versions } = packet
      const known = versions.some((version) => findVersion(version) !== undefined)
      return known && versions.length <= versionsMost
    }
    case 'unknown': {
      const { version, destinationId } = packet
      if (isGoogleHandshake(version)) return true
      return isReservedVersion(version)
        ? destinationId.length >= shortestFirstId && length >= smallestInitial
        : findVersion(version) !== undefined && (first & 0x40) !== 0
    }
    case 'initial':
    case '0-rtt':
    case 'handshake':
      // A packet number and a sample for header protection: RFC 9001 §5.4.2.
      return (first & 0x40) !== 0 && packet.to - packet.numberAt >= 20
    case 'retry':
      return (first & 0x40) !== 0 && packet.token.length > 0
  }
}

/**
 * The version in the public header that Google's QUIC had before long headers: flags, connection ID of 8 bytes,
 * and `Q0` with two digits. Null where it is not that.
 */
export function findGoogleVersion(bytes: Uint8Array, from: number, to: number): number | null {
  if (to - from < 14 || ((bytes[from] ?? 0) & 0xc9) !== 0x09) return null
  let version = 0
  for (let i = 9; i < 13; i++) version = version * 256 + (bytes[from + i] ?? 0)
  return isGoogleHandshake(version) && findVersion(version) !== undefined ? version : null
}
