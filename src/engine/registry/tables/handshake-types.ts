// Made by tools/registries.ts from data/registries/handshake-types.tsv. Don't edit: run `npm run registries`.

export const handshakeTypes = {
  hello_request: 0,
  client_hello: 1,
  server_hello: 2,
  hello_verify_request: 3,
  new_session_ticket: 4,
  end_of_early_data: 5,
  hello_retry_request: 6,
  encrypted_extensions: 8,
  request_connection_id: 9,
  new_connection_id: 10,
  certificate: 11,
  server_key_exchange: 12,
  certificate_request: 13,
  server_hello_done: 14,
  certificate_verify: 15,
  client_key_exchange: 16,
  client_certificate_request: 17,
  finished: 20,
  certificate_url: 21,
  certificate_status: 22,
  supplemental_data: 23,
  key_update: 24,
  compressed_certificate: 25,
  ekt_key: 26,
  next_protocol: 67,
  channel_id: 203,
  message_hash: 254,
} as const

export interface HandshakeTypeRow {
  readonly codepoint: number
  readonly name: string
  readonly versions: string
  readonly sender: string
  readonly reference: string
  readonly note: string
}

export const handshakeTypeRows: readonly HandshakeTypeRow[] = [
  { codepoint: 0, name: 'hello_request', versions: 'SSL 3.0-TLS 1.2', sender: 'server', reference: 'RFC 5246 7.4.1.1', note: '' },
  { codepoint: 1, name: 'client_hello', versions: 'SSL 3.0-TLS 1.3, DTLS', sender: 'client', reference: 'RFC 5246 7.4.1.2; RFC 8446 4.1.2', note: '' },
  { codepoint: 2, name: 'server_hello', versions: 'SSL 3.0-TLS 1.3, DTLS', sender: 'server', reference: 'RFC 5246 7.4.1.3; RFC 8446 4.1.3', note: 'A HelloRetryRequest of TLS 1.3 is a server_hello whose random is cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c.' },
  { codepoint: 3, name: 'hello_verify_request', versions: 'DTLS 1.0-1.2', sender: 'server', reference: 'RFC 6347 4.2.1', note: '' },
  { codepoint: 4, name: 'new_session_ticket', versions: 'TLS 1.0-TLS 1.3, DTLS', sender: 'server', reference: 'RFC 5077 3.3; RFC 8446 4.6.1', note: '' },
  { codepoint: 5, name: 'end_of_early_data', versions: 'TLS 1.3', sender: 'client', reference: 'RFC 8446 4.5', note: 'Not in DTLS 1.3 nor QUIC.' },
  { codepoint: 6, name: 'hello_retry_request', versions: 'TLS 1.3 drafts up to 21', sender: 'server', reference: 'draft-ietf-tls-tls13-21', note: 'Reserved (hello_retry_request_RESERVED).' },
  { codepoint: 8, name: 'encrypted_extensions', versions: 'TLS 1.3, DTLS 1.3', sender: 'server', reference: 'RFC 8446 4.3.1', note: '' },
  { codepoint: 9, name: 'request_connection_id', versions: 'DTLS 1.3', sender: 'either', reference: 'RFC 9147 9', note: '' },
  { codepoint: 10, name: 'new_connection_id', versions: 'DTLS 1.3', sender: 'either', reference: 'RFC 9147 9', note: '' },
  { codepoint: 11, name: 'certificate', versions: 'SSL 3.0-TLS 1.3, DTLS', sender: 'either', reference: 'RFC 5246 7.4.2, 7.4.6; RFC 8446 4.4.2', note: '' },
  { codepoint: 12, name: 'server_key_exchange', versions: 'SSL 3.0-TLS 1.2, DTLS 1.0-1.2', sender: 'server', reference: 'RFC 5246 7.4.3', note: '' },
  { codepoint: 13, name: 'certificate_request', versions: 'SSL 3.0-TLS 1.3, DTLS', sender: 'server', reference: 'RFC 5246 7.4.4; RFC 8446 4.3.2', note: '' },
  { codepoint: 14, name: 'server_hello_done', versions: 'SSL 3.0-TLS 1.2, DTLS 1.0-1.2', sender: 'server', reference: 'RFC 5246 7.4.5', note: '' },
  { codepoint: 15, name: 'certificate_verify', versions: 'SSL 3.0-TLS 1.3, DTLS', sender: 'either', reference: 'RFC 5246 7.4.8; RFC 8446 4.4.3', note: '' },
  { codepoint: 16, name: 'client_key_exchange', versions: 'SSL 3.0-TLS 1.2, DTLS 1.0-1.2', sender: 'client', reference: 'RFC 5246 7.4.7', note: '' },
  { codepoint: 17, name: 'client_certificate_request', versions: 'TLS 1.3 exported authenticators', sender: 'either', reference: 'RFC 9261 4', note: '' },
  { codepoint: 20, name: 'finished', versions: 'SSL 3.0-TLS 1.3, DTLS', sender: 'either', reference: 'RFC 5246 7.4.9; RFC 8446 4.4.4', note: '' },
  { codepoint: 21, name: 'certificate_url', versions: 'TLS 1.0-TLS 1.2', sender: 'client', reference: 'RFC 6066 5', note: 'Reserved in TLS 1.3.' },
  { codepoint: 22, name: 'certificate_status', versions: 'TLS 1.0-TLS 1.2', sender: 'server', reference: 'RFC 6066 8', note: 'Reserved in TLS 1.3.' },
  { codepoint: 23, name: 'supplemental_data', versions: 'TLS 1.0-TLS 1.2', sender: 'either', reference: 'RFC 4680 2', note: 'Reserved in TLS 1.3.' },
  { codepoint: 24, name: 'key_update', versions: 'TLS 1.3, DTLS 1.3', sender: 'either', reference: 'RFC 8446 4.6.3', note: 'Never in QUIC.' },
  { codepoint: 25, name: 'compressed_certificate', versions: 'TLS 1.3', sender: 'either', reference: 'RFC 8879 4', note: '' },
  { codepoint: 26, name: 'ekt_key', versions: 'DTLS-SRTP with EKT', sender: 'server', reference: 'RFC 8870 5.2.3', note: '' },
  { codepoint: 67, name: 'next_protocol', versions: 'TLS 1.0-TLS 1.2', sender: 'client', reference: 'draft-agl-tls-nextprotoneg', note: 'Not registered (NPN). In drafts of NPN called encrypted_extensions.' },
  { codepoint: 203, name: 'channel_id', versions: 'TLS 1.0-TLS 1.2', sender: 'client', reference: 'draft-balfanz-tls-channelid', note: 'Not registered (Chromium).' },
  { codepoint: 254, name: 'message_hash', versions: 'TLS 1.3', sender: 'none', reference: 'RFC 8446 4.4.1', note: 'Synthetic: stands for ClientHello1 in the transcript after a HelloRetryRequest; never on the wire.' },
]
