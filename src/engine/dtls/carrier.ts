// Where DTLS stands in a datagram: at its start, or inside what else shares the port. RFC 7983, RFC 8656, RFC 5415.

import { Cursor, WireError } from '../wire/cursor.ts'
import { readFragment } from './fragment.ts'
import { dtlsVersions, isUnified, readDtlsRecord } from './record.ts'
import type { DtlsRecord } from './record.ts'

export interface Range {
  readonly from: number
  readonly to: number
}

const handshake = 22
const clientHello = 1
/** Content types that RFC 7983 leaves to DTLS and that are in use: ChangeCipherSpec to return_routability_check. */
const lowestType = 20
const highestType = 27
/** RFC 6347 §4.1: 2^14 and what compression and protection may add. */
const longestFragment = 0x4000 + 2048
const magicCookie = 0x2112_a442

/**
 * Finds the DTLS records of a datagram, on whatever port: at its start, behind the preamble of CAPWAP, in TURN's
 * ChannelData, or in the DATA attribute of a Send or Data indication. Null where there are none.
 * `whole` is where the datagram would end had the capture not cut it.
 */
export function findDtls(bytes: Uint8Array, from: number, to: number, whole: number): Range | null {
  if (isDtls(bytes, from, to, whole)) return { from, to }
  const first = bytes[from] ?? 0
  // CAPWAP control, RFC 5415 §4.1: version 0, type 1, three reserved bytes.
  if (first === 1 && at(bytes, from + 1, 3) === 0 && isDtls(bytes, from + 4, to, whole))
    return { from: from + 4, to }
  if (first >= 0x40 && first < 0x50)
    return ifDtls(bytes, from + 4, from + 4 + at(bytes, from + 2, 2), to)
  return isStun(bytes, from, to) ? findInIndication(bytes, from, to) : null
}

/** A STUN message: two zero bits, and the cookie that RFC 8489 §5 fixes. */
export function isStun(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= 20 && (bytes[from] ?? 0xff) < 4 && at(bytes, from + 4, 4) === magicCookie
}

/**
 * Does a datagram consist of DTLS records? Every record must have a known type and version and end where another
 * begins or the datagram ends; a plain handshake record must hold a well-formed fragment. Records of 1.3 with the
 * short header say nothing by themselves and count only behind a plain one.
 */
export function isDtls(bytes: Uint8Array, from: number, to: number, whole: number): boolean {
  // Nearly every datagram of other content ends here, before anything is made for it.
  if (to - from < 13 || !isHeader(bytes, from)) return false
  const c = new Cursor(bytes.subarray(0, to), from, whole)
  let records = 0
  try {
    while (c.left > 0 && records < 16) {
      if (records > 0 && isUnified(bytes[c.pos] ?? 0)) return true
      if (!isPlausible(bytes, readDtlsRecord(c, 0))) return false
      records++
    }
    return records > 0
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    // Cut by the capture, a record that began well still counts; for the sender's own end it does not.
    return error.fault === 'truncated' && isHeader(bytes, from)
  }
}

/**
 * The length of the connection ID in a record of type 25 of which no hello told it: the one with which the record
 * ends where the datagram does. Null where none fits.
 */
export function guessIdLength(bytes: Uint8Array, from: number, to: number): number | null {
  if (!isHeader(bytes, from)) return null
  for (let length = 0; length <= 20; length++)
    if (from + 13 + length + at(bytes, from + 11 + length, 2) === to) return length
  return null
}

function isPlausible(bytes: Uint8Array, record: DtlsRecord): boolean {
  const length = record.to - record.payloadFrom
  if (!isHeader(bytes, record.from) || length === 0) return false
  if (record.type !== handshake || record.epoch !== 0) return true
  const c = new Cursor(bytes, record.payloadFrom, record.to)
  const { type, messageSeq } = readFragment(c)
  // What no registry calls a version was used by one product, and only its hello is proof enough.
  return type <= 26 && messageSeq < 64 && (record.version !== dtlsVersions.old || type <= 22)
}

function isHeader(bytes: Uint8Array, from: number): boolean {
  const type = bytes[from] ?? 0
  if (type < lowestType || type > highestType) return false
  const version = at(bytes, from + 1, 2)
  if (version === dtlsVersions.old)
    return type !== handshake || at(bytes, from + 3, 2) > 0 || (bytes[from + 13] ?? clientHello) > 0
  return (
    (version === dtlsVersions.dtls10 || version === dtlsVersions.dtls12) &&
    (type === 25 || at(bytes, from + 11, 2) <= longestFragment)
  )
}

function ifDtls(bytes: Uint8Array, from: number, end: number, to: number): Range | null {
  return end <= to && isDtls(bytes, from, end, end) ? { from, to: end } : null
}

function findInIndication(bytes: Uint8Array, from: number, to: number): Range | null {
  const type = at(bytes, from, 2)
  if (type !== 0x0016 && type !== 0x0017) return null // Send and Data indications
  for (let pos = from + 20; pos + 4 <= to;) {
    const length = at(bytes, pos + 2, 2)
    if (at(bytes, pos, 2) === 0x0013) return ifDtls(bytes, pos + 4, pos + 4 + length, to)
    pos += 4 + ((length + 3) & ~3)
  }
  return null
}

/** A big-endian integer of up to four bytes; bytes beyond the end read as zero. */
function at(bytes: Uint8Array, from: number, width: number): number {
  let value = 0
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[from + i] ?? 0)
  return value
}
