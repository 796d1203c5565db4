// Frames: what a packet says once it is opened. RFC 9000 §19.

import { WireError } from '../wire/cursor.ts'
import type { Cursor } from '../wire/cursor.ts'

/** A piece of the handshake: CRYPTO carries TLS messages as one stream per encryption level. */
export interface CryptoFrame {
  readonly kind: 'crypto'
  readonly offset: number
  readonly data: Uint8Array
}

export interface CloseFrame {
  readonly kind: 'close'
  /** True for frame type 0x1d: the application closed, not the transport. */
  readonly application: boolean
  readonly code: number
  /** The type of the frame that was refused; null for an application's close. */
  readonly frameType: number | null
  readonly reason: Uint8Array
}

/** STREAM and DATAGRAM: application data. */
export interface StreamFrame {
  readonly kind: 'stream'
  readonly id: number
  readonly offset: number
  readonly data: Uint8Array
}

/** NEW_CONNECTION_ID: the other side may address its sender by it. */
export interface ConnectionIdFrame {
  readonly kind: 'connection-id'
  readonly id: Uint8Array
}

/** Frames of which only the presence matters. */
export interface OtherFrame {
  readonly kind: 'other'
  readonly type: number
}

export type QuicFrame = CryptoFrame | CloseFrame | StreamFrame | ConnectionIdFrame | OtherFrame

export const frameTypes = {
  padding: 0x00,
  ping: 0x01,
  handshakeDone: 0x1e,
} as const

/** The frames as far as they can be read; `damage` says where that ended. A run of PADDING is one frame. */
export function parseFrames(c: Cursor): { frames: QuicFrame[]; damage: WireError | null } {
  const frames: QuicFrame[] = []
  try {
    while (c.left > 0) frames.push(readFrame(c))
    return { frames, damage: null }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return { frames, damage: error }
  }
}

/** Reads one frame. A type that nobody registered has no length and throws: what follows it can't be found. */
export function readFrame(c: Cursor): QuicFrame {
  const at = c.pos
  const type = c.varint('frame_type')
  if (type >= 0x08 && type <= 0x0f) return readStream(c, type)
  switch (type) {
    case 0x00:
      while (c.left > 0 && c.bytes[c.pos] === 0) c.take(1, 'padding')
      break
    case 0x01:
    case 0x1e:
    case 0x1f:
    case 0xac:
      break
    case 0x02:
    case 0x03:
      readAck(c, type === 0x03)
      break
    case 0x06: {
      const offset = c.varint('offset')
      return { kind: 'crypto', offset, data: c.vecVarint('crypto_data') }
    }
    case 0x1c:
    case 0x1d:
      return readClose(c, type === 0x1d)
    case 0x07:
      c.vecVarint('token')
      break
    case 0x18: {
      c.varint('sequence_number')
      c.varint('retire_prior_to')
      const id = c.vec8('connection_id')
      c.take(16, 'stateless_reset_token')
      return { kind: 'connection-id', id }
    }
    case 0x1a:
    case 0x1b:
      c.take(8, 'data')
      break
    case 0x30:
      return { kind: 'stream', id: -1, offset: 0, data: c.take(c.left, 'datagram_data') }
    case 0x31:
      return { kind: 'stream', id: -1, offset: 0, data: c.vecVarint('datagram_data') }
    default: {
      const fields = integersOf(type)
      if (fields === 0) throw new WireError('overrun', 'frame_type', at)
      for (let left = fields; left > 0; left--) c.varint('field')
    }
  }
  return { kind: 'other', type }
}

/** How many integers make up the frames that consist of nothing else; 0 for unknown types. */
function integersOf(type: number): number {
  switch (type) {
    case 0x04: // RESET_STREAM
      return 3
    case 0x05: // STOP_SENDING
    case 0x11: // MAX_STREAM_DATA
    case 0x15: // STREAM_DATA_BLOCKED
      return 2
    case 0x10: // MAX_DATA
    case 0x12: // MAX_STREAMS
    case 0x13:
    case 0x14: // DATA_BLOCKED
    case 0x16: // STREAMS_BLOCKED
    case 0x17:
    case 0x19: // RETIRE_CONNECTION_ID
    case 0x02f5: // TIME_STAMP
      return 1
    case 0xaf: // ACK_FREQUENCY
      return 4
    default:
      return 0
  }
}

function readAck(c: Cursor, ecn: boolean): void {
  c.varint('largest_acknowledged')
  c.varint('ack_delay')
  let ranges = c.varint('ack_range_count')
  c.varint('first_ack_range')
  for (; ranges > 0; ranges--) {
    c.varint('gap')
    c.varint('ack_range_length')
  }
  if (!ecn) return
  c.varint('ect0_count')
  c.varint('ect1_count')
  c.varint('ecn_ce_count')
}

function readClose(c: Cursor, application: boolean): CloseFrame {
  return {
    kind: 'close',
    application,
    code: c.varint('error_code'),
    frameType: application ? null : c.varint('frame_type'),
    reason: c.vecVarint('reason_phrase'),
  }
}

function readStream(c: Cursor, type: number): StreamFrame {
  const id = c.varint('stream_id')
  const offset = (type & 0x04) !== 0 ? c.varint('offset') : 0
  const data = (type & 0x02) !== 0 ? c.vecVarint('stream_data') : c.take(c.left, 'stream_data')
  return { kind: 'stream', id, offset, data }
}
