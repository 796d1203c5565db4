// The DTLS record layer: TLS records that know their epoch and number, because datagrams get lost.
// RFC 6347 §4.1, RFC 9146 §4 (connection IDs in 1.2), RFC 9147 §4 (the unified header of 1.3).
//
//   plain    | type | version 2 | epoch 2 | sequence 6 | (connection id, type 25) | length 2 | fragment
//   unified  | 001CSLEE | (connection id: C) | sequence 1, or 2: S | (length 2: L) | sealed …

import type { Cursor } from '../wire/cursor.ts'

export interface DtlsRecord {
  /** ContentType; of a unified header the sealed record's outer meaning: application data (23). */
  readonly type: number
  /** As sent; a unified header carries none and stands for DTLS 1.3. */
  readonly version: number
  /** Of a unified header only the two low bits. */
  readonly epoch: number
  /** Of a unified header encrypted, and only the low bits. */
  readonly sequence: number
  readonly connectionId: Uint8Array
  readonly unified: boolean
  /** Offsets in the cursor's bytes: the record, its fragment, and the record's end. */
  readonly from: number
  readonly payloadFrom: number
  readonly to: number
}

export const dtlsVersions = { old: 0x0100, dtls10: 0xfeff, dtls12: 0xfefd, dtls13: 0xfefc } as const

const tls12Cid = 25
const applicationData = 23

/** The top three bits that no other content type has. RFC 9147 §4.1. */
export function isUnified(first: number): boolean {
  return first >> 5 === 1
}

/**
 * Reads one record. `idLength` is the length of the connection ID that this direction's records carry: only
 * the handshake tells it. Without a length field the record takes the rest of the datagram.
 */
export function readDtlsRecord(c: Cursor, idLength: number): DtlsRecord {
  const from = c.pos
  const type = c.u8('type')
  if (isUnified(type)) return readUnified(c, from, type, idLength)
  const header = {
    type,
    version: c.u16('version'),
    epoch: c.u16('epoch'),
    sequence: c.u24('sequence_number') * 0x100_0000 + c.u24('sequence_number'),
    connectionId: c.take(type === tls12Cid ? idLength : 0, 'connection_id'),
  }
  const length = c.u16('length')
  const payloadFrom = c.pos
  c.take(length, 'fragment')
  return { ...header, unified: false, from, payloadFrom, to: c.pos }
}

function readUnified(c: Cursor, from: number, first: number, idLength: number): DtlsRecord {
  const connectionId = c.take((first & 0x10) !== 0 ? idLength : 0, 'connection_id')
  const sequence = (first & 0x08) !== 0 ? c.u16('sequence_number') : c.u8('sequence_number')
  const length = (first & 0x04) !== 0 ? c.u16('length') : c.left
  const payloadFrom = c.pos
  c.take(length, 'encrypted_record')
  return {
    type: applicationData,
    version: dtlsVersions.dtls13,
    epoch: first & 3,
    sequence,
    connectionId,
    unified: true,
    from,
    payloadFrom,
    to: c.pos,
  }
}
