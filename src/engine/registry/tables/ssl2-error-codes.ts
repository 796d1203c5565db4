// Made by tools/registries.ts from data/registries/ssl2-error-codes.tsv. Don't edit: run `npm run registries`.

export const ssl2Errors = {
  'NO-CIPHER-ERROR': 0x0001,
  'NO-CERTIFICATE-ERROR': 0x0002,
  'BAD-CERTIFICATE-ERROR': 0x0004,
  'UNSUPPORTED-CERTIFICATE-TYPE-ERROR': 0x0006,
} as const

export interface Ssl2ErrorRow {
  readonly codepoint: number
  readonly name: string
  readonly meaning: string
}

export const ssl2ErrorRows: readonly Ssl2ErrorRow[] = [
  { codepoint: 0x0001, name: 'NO-CIPHER-ERROR', meaning: 'The client finds no cipher or key size in common with the server; not recoverable.' },
  { codepoint: 0x0002, name: 'NO-CERTIFICATE-ERROR', meaning: 'A REQUEST-CERTIFICATE was sent and the client has no certificate to answer with; recoverable.' },
  { codepoint: 0x0004, name: 'BAD-CERTIFICATE-ERROR', meaning: 'The certificate is deemed bad by the receiver (signature, or inappropriate values); recoverable for client authentication.' },
  { codepoint: 0x0006, name: 'UNSUPPORTED-CERTIFICATE-TYPE-ERROR', meaning: 'The receiver does not support this certificate type; recoverable for client authentication.' },
]
