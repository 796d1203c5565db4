// Whether a datagram is QUIC: a long header says so, a short one nothing. RFC 8999 §5, RFC 9443.

import { Cursor, WireError } from '../wire/cursor.ts'
import { readLongPacket, type LongPacket } from './packet.ts'
import { findVersion, isGoogleHandshake, isReservedVersion, longPacketKind } from './version.ts'

/** RFC 9000 §14.1: no client sends a smaller datagram with an Initial. */
const smallestInitial = 1200

/** RFC 9000 §7.2: the least that a client may choose for the server until it knows the server's own. */
const shortestFirstId = 8

/** How many versions a Version Negotiation packet lists at most, for us: real ones have a dozen. */
const versionsMost = 64

/**
 * The version of a datagram that looks like QUIC, and the kind of its first packet; null where it does not. `whole`
 * is where the datagram would end had the capture not cut it.
 */
export function recogniseQuic(
  bytes: Uint8Array,
  from: number,
  to: number,
  whole: number,
): { readonly version: number; readonly kind: LongPacket['kind'] } | null {
  const first = bytes[from] ?? 0
  if ((first & 0x80) === 0 || to - from < 7) return null
  const c = new Cursor(bytes.subarray(0, to), from, whole)
  try {
    const packet = readLongPacket(c)
    return isPlausible(packet, first, whole - from) ? packet : null
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    const version = versionAt(bytes, from)
    const kind = longPacketKind(version, (first >> 4) & 3)
    const isCut = error.fault === 'truncated' && kind !== null && (first & 0x40) !== 0
    return isCut && whole - from >= smallestInitial ? { version, kind } : null
  }
}

/** The version field of a long header. */
export function versionAt(bytes: Uint8Array, from: number): number {
  let version = 0
  for (let i = 1; i < 5; i++) version = version * 256 + (bytes[from + i] ?? 0)
  return version
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
