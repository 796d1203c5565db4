// A digital signature in a handshake message. RFC 8446 §4.4.3, RFC 5246 §4.7.

import type { Cursor } from '../../wire/cursor.ts'

export interface Signature {
  /** SignatureScheme; null before TLS 1.2, where the key's kind says it all. */
  readonly scheme: number | null
  readonly signature: Uint8Array
}

export function readSignature(c: Cursor, tls12: boolean): Signature {
  return {
    scheme: tls12 ? c.u16('algorithm') : null,
    signature: c.vec16('signature'),
  }
}
