// ServerHello: the server's choices. RFC 8446 §4.1.3, and RFC 5246 §7.4.1.3 for 1.2.

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

/** SHA-256 of "HelloRetryRequest". */
const retryRandom = Uint8Array.of(
  0xcf,
  0x21,
  0xad,
  0x74,
  0xe5,
  0x9a,
  0x61,
  0x11,
  0xbe,
  0x1d,
  0x8c,
  0x02,
  0x1e,
  0x65,
  0xb8,
  0x91,
  0xc2,
  0xa2,
  0x11,
  0x16,
  0x7a,
  0xbb,
  0x8c,
  0x5e,
  0x07,
  0x9e,
  0x09,
  0xe2,
  0xc8,
  0xa8,
  0x33,
  0x9c,
)

function isRetryRandom(random: Uint8Array): boolean {
  return random.every((byte, i) => byte === retryRandom[i])
}

/**
 * The last bytes of the random of a server that could do better: `tls12` when it supports TLS 1.3 and chose 1.2,
 * `tls11` when it supports 1.2 or newer and chose less. RFC 8446 §4.1.3.
 */
export function findDowngradeSentinel(hello: ServerHello): 'tls12' | 'tls11' | undefined {
  const tail = hello.random.subarray(24)
  if (tail.length !== 8 || !sentinel.every((byte, i) => byte === tail[i])) return undefined
  if (tail[7] === 1) return 'tls12'
  return tail[7] === 0 ? 'tls11' : undefined
}

/** "DOWNGRD". */
const sentinel = Uint8Array.of(0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44)
