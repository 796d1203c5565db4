// The record layer: five bytes of header, and how to know one on any port. RFC 8446 §5.1, RFC 5246 §6.2.

import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { versions } from '../registry/tables/versions.ts'
import type { Cursor } from '../wire/cursor.ts'

/**
 *     0      1       2       3      4      5
 *   ┌──────┬───────┬───────┬──────┬──────┬─ ─ ─
 *   │ type │ major │ minor │   length    │ fragment
 *   └──────┴───────┴───────┴──────┴──────┴─ ─ ─
 */
export const recordHeaderLength = 5

export interface RecordHeader {
  readonly type: number
  readonly version: number
  /** Of the fragment. */
  readonly length: number
}

export function readRecordHeader(c: Cursor): RecordHeader {
  return {
    type: c.u8('type'),
    version: c.u16('legacy_record_version'),
    length: c.u16('length'),
  }
}

/** The most that a record's plaintext may be: 2^14. */
export const mostPlaintext = 0x4000
/** What compression and encryption may add before TLS 1.3: 2048. RFC 5246 §6.2.3. */
export const mostExpansion = 0x800
/** What encryption may add in TLS 1.3: 256. RFC 8446 §5.2. */
export const mostExpansion13 = 0x100

export type RecordFault = 'type' | 'version' | 'length'

/**
 * What keeps the bytes at `at` from being a record of a stream that is known to be TLS; null when nothing does, as far
 * as they go: fewer than five bytes are judged by those that are there. `to` is where the bytes end.
 */
export function findRecordFault(bytes: Uint8Array, at: number, to: number): RecordFault | null {
  if (to <= at) return null
  const type = bytes[at]!
  if (type < contentTypes.change_cipher_spec || type > contentTypes.ACK) return 'type'
  if (to <= at + 1) return null
  // Only the major version is sure: peers write any minor version here, and receivers of TLS 1.3 ignore it.
  const major = bytes[at + 1]!
  if (major !== 3 && !(major === 1 && (to <= at + 2 || bytes[at + 2] === 1))) return 'version'
  if (to < at + recordHeaderLength) return null
  const length = bytes[at + 3]! * 256 + bytes[at + 4]!
  return length > mostPlaintext + mostExpansion ? 'length' : null
}

/**
 * Whether a record may start at `at`, on any port and with nothing known: five bytes or more, a type and version that
 * are in use, and a length that this type can have.
 */
export function isPlausibleRecord(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < recordHeaderLength || findRecordFault(bytes, at, to) !== null) return false
  const type = bytes[at]!
  const version = bytes[at + 1]! * 256 + bytes[at + 2]!
  const length = bytes[at + 3]! * 256 + bytes[at + 4]!
  if (!isKnownVersion(version) && !startsClientHello(bytes, at, to)) return false
  return isPlausibleLength(type, length)
}

function isKnownVersion(version: number): boolean {
  return (
    (version >= versions['SSL 3.0'] && version <= versions['TLS 1.3']) ||
    version === versions['TLCP 1.1 (GMTLS)']
  )
}

/** A hello in a record of an odd version, as version-intolerance tests and old clients send it. */
function startsClientHello(bytes: Uint8Array, at: number, to: number): boolean {
  return (
    bytes[at] === contentTypes.handshake &&
    to > at + recordHeaderLength + 1 &&
    bytes[at + 5] === handshakeTypes.client_hello &&
    bytes[at + 6] === 0
  )
}

function isPlausibleLength(type: number, length: number): boolean {
  switch (type) {
    case contentTypes.change_cipher_spec:
      // One byte, or that byte encrypted in a renegotiation: a MAC and padding around it.
      return length >= 1 && length <= 128
    case contentTypes.alert:
      return length >= 2 && length <= 512
    case contentTypes.handshake:
      // A header may be spread over several records, so four bytes are not sure.
      return length >= 1
    default:
      // Empty records of application data are allowed, and old stacks send them against attacks on CBC.
      return true
  }
}
