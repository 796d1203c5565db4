// Made by tools/registries.ts from data/registries/special-values.tsv. Don't edit: run `npm run registries`.

export interface SpecialValueRow {
  readonly where: string
  readonly hex: string
  readonly name: string
  readonly meaning: string
  readonly reference: string
}

export const specialValueRows: readonly SpecialValueRow[] = [
  { where: 'ServerHello.random', hex: 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', name: 'HelloRetryRequest', meaning: 'The ServerHello is a HelloRetryRequest (SHA-256 of "HelloRetryRequest").', reference: 'RFC 8446 4.1.3' },
  { where: 'ServerHello.random, last 8 bytes', hex: '444f574e47524401', name: 'downgrade sentinel TLS 1.2', meaning: 'The server supports TLS 1.3 and negotiated TLS 1.2.', reference: 'RFC 8446 4.1.3' },
  { where: 'ServerHello.random, last 8 bytes', hex: '444f574e47524400', name: 'downgrade sentinel TLS 1.1', meaning: 'The server supports TLS 1.2 or newer and negotiated TLS 1.1 or older.', reference: 'RFC 8446 4.1.3' },
  { where: 'ClientHello.session_id and the like', hex: '', name: '32 bytes', meaning: 'TLS 1.3 middlebox compatibility mode: a random session ID that the server echoes.', reference: 'RFC 8446 D.4' },
  { where: 'start of the stream', hex: '505249202a20485454502f322e30', name: 'HTTP/2 preface', meaning: 'Plain HTTP/2.', reference: 'RFC 9113 3.4' },
  { where: 'start of the stream', hex: '0d0a0d0a000d0a515549540a', name: 'PROXY protocol v2', meaning: 'PROXY header in front of the ClientHello.', reference: 'HAProxy PROXY protocol 2.2' },
  { where: 'start of the stream', hex: '50524f585920', name: 'PROXY protocol v1', meaning: '"PROXY " in front of the ClientHello.', reference: 'HAProxy PROXY protocol 2.1' },
  { where: 'PostgreSQL SSLRequest', hex: '0000000804d2162f', name: 'SSLRequest', meaning: 'Answered by S (TLS follows) or N (refused).', reference: 'PostgreSQL protocol' },
  { where: 'TLS record as a length', hex: '16030100', name: '369295616', meaning: 'A plaintext server that reads a ClientHello as a length prints 369295616 (0x16030100), 369296128 (0x16030300) or 369296129 (0x16030301).', reference: 'arithmetic' },
]
