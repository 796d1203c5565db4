// What the beginning of TLS looks like: told by bytes, whatever the port.

import { nameOfHandshakeType } from '../registry/name.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { ssl2MessageTypes } from '../registry/tables/ssl2-message-types.ts'
import { isSsl2ClientHello } from '../tls/ssl2.ts'
import { findRecordFault, isPlausibleRecord } from '../tls/record.ts'

/** How well bytes fit: `more` when they do as far as they go. */
export type Fit = 'yes' | 'no' | 'more'

/**
 * Whether TLS begins at `at`: a record with a hello or an alert, or a ClientHello in the form of SSL 2.0.
 * Strict enough that no other protocol's message is taken for it.
 */
export function fitsStart(bytes: Uint8Array, at: number, to: number): Fit {
  if (to <= at) return 'more'
  const first = bytes[at] ?? 0
  if ((first & 0x80) !== 0) return fitsSsl2Hello(bytes, at, to)
  if (findRecordFault(bytes, at, to) !== null) return 'no'
  if (first !== contentTypes.alert && first !== contentTypes.handshake) return 'no'
  if (to - at < 6) return 'more'
  const length = u16(bytes, at + 3)
  const next = bytes[at + 5]
  if (first === contentTypes.alert) return length === 2 && (next === 1 || next === 2) ? 'yes' : 'no'
  if (next !== handshakeTypes.client_hello && next !== handshakeTypes.server_hello) return 'no'
  if (length < 4) return length === 0 ? 'no' : 'yes'
  if (to - at < 7) return 'more'
  // A hello of 2^17 bytes does not exist.
  return (bytes[at + 6] ?? 0) <= 1 ? 'yes' : 'no'
}

/** Whether a ClientHello begins at `at`, in whichever form, or may begin there: a piece may be a single byte. */
export function fitsClientHello(bytes: Uint8Array, at: number, to: number): boolean {
  const fit = fitsStart(bytes, at, to)
  if (fit === 'more') return bytes[at] === contentTypes.handshake
  if (fit === 'no') return false
  return bytes[at] !== contentTypes.alert && bytes[at + 5] !== handshakeTypes.server_hello
}

/** The fixed part of a ClientHello in SSL 2.0's form, with which it can be judged. */
const ssl2Fixed = 11

function fitsSsl2Hello(bytes: Uint8Array, at: number, to: number): Fit {
  if (to - at > 2 && bytes[at + 2] !== ssl2MessageTypes['CLIENT-HELLO']) return 'no'
  if (to - at < ssl2Fixed) return 'more'
  return isSsl2ClientHello(bytes, at, to) ? 'yes' : 'no'
}

/** Whether a byte is the type of a TLS record that is in use. */
export function isRecordType(type: number): boolean {
  return type >= contentTypes.change_cipher_spec && type <= contentTypes.heartbeat
}

/**
 * Where in a piece amid a stream the first record begins, or -1. One is believed where the header after it fits,
 * too; where that lies beyond the piece, only at the piece's beginning (where senders begin records).
 */
export function findRecord(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at + 5 <= to; at++) {
    if (bytes[at + 1] !== 3 || !isPlausibleRecord(bytes, at, to)) continue
    const next = at + 5 + u16(bytes, at + 3)
    if (next < to ? findRecordFault(bytes, next, to) === null : at === from || next === to)
      return at
  }
  return -1
}

/** Whether a handshake record's payload can be in clear: a known type, and a length that a message may have. */
export function isHandshakeStart(payload: Uint8Array): boolean {
  const [type = 255, high = 255] = payload
  return payload.length >= 4 && high <= 1 && !nameOfHandshakeType(type).startsWith('unknown')
}

/** Whether a payload is a row of alerts in clear: each begins with a level that exists. */
export function isAlerts(payload: Uint8Array): boolean {
  return (
    payload.length % 2 === 0 &&
    payload.every((byte, at) => at % 2 === 1 || byte === 1 || byte === 2)
  )
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
