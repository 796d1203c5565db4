// Made by tools/registries.ts from data/registries/quic-frame-types.tsv. Don't edit: run `npm run registries`.

export const quicFrameTypes = {
  PADDING: 0x00,
  PING: 0x01,
  ACK: 0x02,
  'ACK (with ECN)': 0x03,
  RESET_STREAM: 0x04,
  STOP_SENDING: 0x05,
  CRYPTO: 0x06,
  NEW_TOKEN: 0x07,
  MAX_DATA: 0x10,
  MAX_STREAM_DATA: 0x11,
  'MAX_STREAMS (bidirectional)': 0x12,
  'MAX_STREAMS (unidirectional)': 0x13,
  DATA_BLOCKED: 0x14,
  STREAM_DATA_BLOCKED: 0x15,
  'STREAMS_BLOCKED (bidirectional)': 0x16,
  'STREAMS_BLOCKED (unidirectional)': 0x17,
  NEW_CONNECTION_ID: 0x18,
  RETIRE_CONNECTION_ID: 0x19,
  PATH_CHALLENGE: 0x1a,
  PATH_RESPONSE: 0x1b,
  'CONNECTION_CLOSE (transport)': 0x1c,
  'CONNECTION_CLOSE (application)': 0x1d,
  HANDSHAKE_DONE: 0x1e,
  IMMEDIATE_ACK: 0x1f,
  DATAGRAM: 0x30,
  'DATAGRAM (with length)': 0x31,
  'IMMEDIATE_ACK (draft)': 0xac,
  ACK_FREQUENCY: 0xaf,
  TIME_STAMP: 0x02f5,
} as const

export interface QuicFrameTypeRow {
  readonly codepoint: number
  readonly name: string
  readonly packets: string
  readonly reference: string
}

export const quicFrameTypeRows: readonly QuicFrameTypeRow[] = [
  { codepoint: 0x00, name: 'PADDING', packets: 'I H 0 1', reference: 'RFC 9000 19.1' },
  { codepoint: 0x01, name: 'PING', packets: 'I H 0 1', reference: 'RFC 9000 19.2' },
  { codepoint: 0x02, name: 'ACK', packets: 'I H 1', reference: 'RFC 9000 19.3' },
  { codepoint: 0x03, name: 'ACK (with ECN)', packets: 'I H 1', reference: 'RFC 9000 19.3' },
  { codepoint: 0x04, name: 'RESET_STREAM', packets: '0 1', reference: 'RFC 9000 19.4' },
  { codepoint: 0x05, name: 'STOP_SENDING', packets: '0 1', reference: 'RFC 9000 19.5' },
  { codepoint: 0x06, name: 'CRYPTO', packets: 'I H 1', reference: 'RFC 9000 19.6' },
  { codepoint: 0x07, name: 'NEW_TOKEN', packets: '1', reference: 'RFC 9000 19.7' },
  { codepoint: 0x10, name: 'MAX_DATA', packets: '0 1', reference: 'RFC 9000 19.9' },
  { codepoint: 0x11, name: 'MAX_STREAM_DATA', packets: '0 1', reference: 'RFC 9000 19.10' },
  { codepoint: 0x12, name: 'MAX_STREAMS (bidirectional)', packets: '0 1', reference: 'RFC 9000 19.11' },
  { codepoint: 0x13, name: 'MAX_STREAMS (unidirectional)', packets: '0 1', reference: 'RFC 9000 19.11' },
  { codepoint: 0x14, name: 'DATA_BLOCKED', packets: '0 1', reference: 'RFC 9000 19.12' },
  { codepoint: 0x15, name: 'STREAM_DATA_BLOCKED', packets: '0 1', reference: 'RFC 9000 19.13' },
  { codepoint: 0x16, name: 'STREAMS_BLOCKED (bidirectional)', packets: '0 1', reference: 'RFC 9000 19.14' },
  { codepoint: 0x17, name: 'STREAMS_BLOCKED (unidirectional)', packets: '0 1', reference: 'RFC 9000 19.14' },
  { codepoint: 0x18, name: 'NEW_CONNECTION_ID', packets: '0 1', reference: 'RFC 9000 19.15' },
  { codepoint: 0x19, name: 'RETIRE_CONNECTION_ID', packets: '0 1', reference: 'RFC 9000 19.16' },
  { codepoint: 0x1a, name: 'PATH_CHALLENGE', packets: '0 1', reference: 'RFC 9000 19.17' },
  { codepoint: 0x1b, name: 'PATH_RESPONSE', packets: '1', reference: 'RFC 9000 19.18' },
  { codepoint: 0x1c, name: 'CONNECTION_CLOSE (transport)', packets: 'I H 0 1', reference: 'RFC 9000 19.19' },
  { codepoint: 0x1d, name: 'CONNECTION_CLOSE (application)', packets: '0 1', reference: 'RFC 9000 19.19' },
  { codepoint: 0x1e, name: 'HANDSHAKE_DONE', packets: '1', reference: 'RFC 9000 19.20' },
  { codepoint: 0x1f, name: 'IMMEDIATE_ACK', packets: '1', reference: 'draft-ietf-quic-ack-frequency' },
  { codepoint: 0x30, name: 'DATAGRAM', packets: '0 1', reference: 'RFC 9221 4' },
  { codepoint: 0x31, name: 'DATAGRAM (with length)', packets: '0 1', reference: 'RFC 9221 4' },
  { codepoint: 0xac, name: 'IMMEDIATE_ACK (draft)', packets: '1', reference: 'draft-ietf-quic-ack-frequency' },
  { codepoint: 0xaf, name: 'ACK_FREQUENCY', packets: '1', reference: 'draft-ietf-quic-ack-frequency' },
  { codepoint: 0x02f5, name: 'TIME_STAMP', packets: 'I H 1', reference: 'draft-huitema-quic-ts' },
]
