// ServerHello: the server's choices. RFC 8446 §4.1.3, and RFC 5246 §7.4.1.3 for 1.2.

import { hex } from '../../crypto/octets.ts'
import { specialValueRows } from '../../registry/tables/special-values.ts'
import type { Cursor, List } from '../../wire/cursor.ts'
import { readOptionalExtensions, type Extension } from '../extensions/extension.ts'
import { isEarlyDraft13 } from '../version.ts'

/** Codepoints stay as sent; the registry gives them names when somebody asks. */
export interface ServerHello {
  /** A HelloRetryRequest is a ServerHello with a certain random. RFC 8446 §4.1.3. */
  readonly kind: 'server_hello' | 'hello_retry_request'
  readonly legacyVersion: number
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly cipherSuite: number
  readonly compressionMethod: number
  /** Null when the block is missing, which TLS 1.2 allows; empty when it was sent empty. */
  readonly extensions: List<Extension> | null
}

export function readServerHello(c: Cursor): ServerHello {
  const legacyVersion = c.u16('legacy_version')
  const random = c.take(32, 'random')
  // Up to draft 21 of TLS 1.3 the message had neither session nor compression.
  const short = isEarlyDraft13(legacyVersion)
  const hello = {
    kind: isRetryRandom(random) ? ('hello_retry_request' as const) : ('server_hello' as const),
    legacyVersion,
    random,
    sessionId: short ? noBytes : c.vec8('legacy_session_id_echo'),
    cipherSuite: c.u16('cipher_suite'),
    compressionMethod: short ? 0 : c.u8('legacy_compression_method'),
    extensions: readOptionalExtensions(c),
  }
  c.finish('ServerHello')
  return hello
}

/** The HelloRetryRequest that was a message of its own, up to draft 21 of TLS 1.3. */
export function readDraftRetryRequest(c: Cursor): ServerHello {
  const legacyVersion = c.u16('server_version')
  const hello = {
    kind: 'hello_retry_request' as const,
    legacyVersion,
    random: noBytes,
    sessionId: noBytes,
    // Draft 19 added the suite.
    cipherSuite: legacyVersion >= 0x7f13 ? c.u16('cipher_suite') : 0,
    compressionMethod: 0,
    extensions: readOptionalExtensions(c),
  }
  c.finish('HelloRetryRequest')
  return hello
}

const noBytes = new Uint8Array(0)

/** The value that a registry of special values has under `name`. */
function special(name: string): string {
  return specialValueRows.find((row) => row.name === name)?.hex ?? ''
}

const retryRandom = special('HelloRetryRequest')
const downgradeTo12 = special('downgrade sentinel TLS 1.2')
const downgradeTo11 = special('downgrade sentinel TLS 1.1')

function isRetryRandom(random: Uint8Array): boolean {
  return hex(random) === retryRandom
}

/**
 * The last bytes of the random of a server that could do better: `tls12` when it supports TLS 1.3 and chose 1.2,
 * `tls11` when it supports 1.2 or newer and chose less. RFC 8446 §4.1.3.
 */
export function findDowngradeSentinel(hello: ServerHello): 'tls12' | 'tls11' | undefined {
  switch (hex(hello.random.subarray(24))) {
    case downgradeTo12:
      return 'tls12'
    case downgradeTo11:
      return 'tls11'
    default:
      return undefined
  }
}
