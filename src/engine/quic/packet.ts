// Packet headers as anybody can see them, before protection is removed. RFC 8999, RFC 9000 §17.

import type { Cursor } from '../wire/cursor.ts'
import { WireError } from '../wire/cursor.ts'
import { connectionIdForm, longPacketKind } from './version.ts'

export type LongPacketKind = 'initial' | '0-rtt' | 'handshake' | 'retry'

interface Header {
  readonly version: number
  readonly destinationId: Uint8Array
  readonly sourceId: Uint8Array
  /** Where the packet starts and ends in the cursor's bytes: a datagram may hold several. */
  readonly from: number
  readonly to: number
}

export interface ProtectedPacket extends Header {
  readonly kind: 'initial' | '0-rtt' | 'handshake'
  /** Empty except in an Initial that follows a Retry or a NEW_TOKEN of an earlier connection. */
  readonly token: Uint8Array
  /** Where the protected packet number starts. */
  readonly numberAt: number
}

export interface RetryPacket extends Header {
  readonly kind: 'retry'
  readonly token: Uint8Array
}

export interface VersionNegotiationPacket extends Header {
  readonly kind: 'version-negotiation'
  readonly versions: readonly number[]
}

/** A long header of a version whose layout beyond RFC 8999 is unknown: it takes the rest of the datagram. */
export interface UnknownPacket extends Header {
  readonly kind: 'unknown'
}

export type LongPacket = ProtectedPacket | RetryPacket | VersionNegotiationPacket | UnknownPacket

/** What a Retry ends with: nobody but who saw the client's packet can make it. RFC 9001 §5.8. */
export const retryTagLength = 16

/** In version 1, 20 is the most; a Version Negotiation packet may echo longer ones, up to 255. */
const longestConnectionId = 20

/** Reads one packet with a long header and leaves the cursor at the next packet of the datagram. */
export function readLongPacket(c: Cursor): LongPacket {
  const from = c.pos
  const first = c.u8('first_byte')
  if ((first & 0x80) === 0) throw new WireError('overrun', 'header_form', from)
  const version = readVersion(c)
  const nibbles = connectionIdForm(version) === 'nibbles' ? c.u8('connection_id_lengths') : null
  const destinationId =
    nibbles === null
      ? readConnectionId(c, version, 'destination_connection_id')
      : c.take(nibbleLength(nibbles >> 4), 'destination_connection_id')
  const sourceId =
    nibbles === null
      ? readConnectionId(c, version, 'source_connection_id')
      : c.take(nibbleLength(nibbles & 15), 'source_connection_id')
  const ids = { version, destinationId, sourceId, from }
  if (version === 0) {
    const versions: number[] = []
    while (c.left > 0) versions.push(readVersion(c))
    return { ...ids, kind: 'version-negotiation', versions, to: c.pos }
  }
  const kind = longPacketKind(version, (first >> 4) & 3)
  if (kind === null) {
    c.take(c.left, 'payload')
    return { ...ids, kind: 'unknown', to: c.pos }
  }
  if (kind === 'retry') {
    const token = c.take(Math.max(c.left - retryTagLength, 0), 'retry_token')
    c.take(retryTagLength, 'retry_integrity_tag')
    return { ...ids, kind, token, to: c.pos }
  }
  const token = kind === 'initial' ? c.vecVarint('token') : new Uint8Array(0)
  const length = c.varint('length')
  const numberAt = c.pos
  c.take(length, 'payload')
  return { ...ids, kind, token, numberAt, to: c.pos }
}

/** Drafts before 22 packed both lengths into one byte: 0, or three less than the length. */
function nibbleLength(nibble: number): number {
  return nibble === 0 ? 0 : nibble + 3
}

function readConnectionId(c: Cursor, version: number, field: string): Uint8Array {
  const at = c.pos
  const id = c.vec8(field)
  if (version !== 0 && id.length > longestConnectionId) throw new WireError('overrun', field, at)
  return id
}

function readVersion(c: Cursor): number {
  return c.u16('version') * 0x1_0000 + c.u16('version')
}
