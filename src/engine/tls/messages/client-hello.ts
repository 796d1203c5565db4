// ClientHello: what the client offers. RFC 8446 §4.1.2, RFC 5246 §7.4.1.2; with a cookie in DTLS, RFC 6347 §4.2.1.

import type { Cursor, List } from '../../wire/cursor.ts'
import { readOptionalExtensions, type Extension } from '../extensions/extension.ts'

export interface ClientHello {
  readonly kind: 'client_hello'
  readonly legacyVersion: number
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  /** DTLS only, empty in the first hello; null in TLS. */
  readonly cookie: Uint8Array | null
  /** In the client's order, GREASE and signalling values included. */
  readonly cipherSuites: readonly number[]
  readonly compressionMethods: readonly number[]
  /** Null when the block is missing, as in SSL 3.0 and old TLS clients. */
  readonly extensions: List<Extension> | null
}

export function readClientHello(c: Cursor, dtls: boolean): ClientHello {
  const hello = {
    kind: 'client_hello' as const,
    legacyVersion: c.u16('legacy_version'),
    random: c.take(32, 'random'),
    sessionId: c.vec8('legacy_session_id'),
    cookie: dtls ? c.vec8('cookie') : null,
    cipherSuites: c.all16('cipher_suites', (item) => item.u16('cipher_suite')),
    compressionMethods: c.all8('legacy_compression_methods', (item) =>
      item.u8('compression_method'),
    ),
    extensions: readOptionalExtensions(c),
  }
  c.finish('ClientHello')
  return hello
}
