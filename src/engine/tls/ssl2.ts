// SSL 2.0: its records and messages, and the hello in its format that offers SSL 3.0 or newer.
// draft-hickman-netscape-ssl-00, RFC 5246 appendix E.2.

import { versions } from '../registry/tables/versions.ts'
import { ssl2MessageTypes } from '../registry/tables/ssl2-message-types.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import type { ClientHello } from './messages/client-hello.ts'

export interface Ssl2RecordHeader {
  /** Two bytes, or three where the record is padded. */
  readonly headerLength: number
  /** Of what follows the header, padding included. */
  readonly length: number
  readonly padding: number
}

/**
 * ```
 *   1xxxxxxx xxxxxxxx            length in 15 bits, no padding
 *   0exxxxxx xxxxxxxx pppppppp   length in 14 bits, e: security escape, p: bytes of padding
 * ```
 */
export function readSsl2RecordHeader(c: Cursor): Ssl2RecordHeader {
  const first = c.u16('record_length')
  return (first & 0x8000) !== 0
    ? { headerLength: 2, length: first & 0x7fff, padding: 0 }
    : { headerLength: 3, length: first & 0x3fff, padding: c.u8('padding') }
}

export type Ssl2Message =
  | Ssl2ClientHello
  | Ssl2ServerHello
  | Ssl2ClientMasterKey
  | Ssl2Error
  | Ssl2RequestCertificate
  | Ssl2ClientCertificate
  | Ssl2Opaque

export interface Ssl2ClientHello {
  readonly kind: 'ssl2_client_hello'
  /** The newest version that the client speaks: 0x0002, or that of SSL 3.0 or TLS. */
  readonly version: number
  /** Three bytes each; those below 0x010000 are suites of SSL 3.0 and TLS. */
  readonly cipherKinds: readonly number[]
  readonly sessionId: Uint8Array
  readonly challenge: Uint8Array
}

export interface Ssl2ServerHello {
  readonly kind: 'ssl2_server_hello'
  readonly sessionIdHit: number
  readonly certificateType: number
  readonly version: number
  readonly certificate: Uint8Array
  readonly cipherKinds: readonly number[]
  readonly connectionId: Uint8Array
}

export interface Ssl2ClientMasterKey {
  readonly kind: 'ssl2_client_master_key'
  readonly cipherKind: number
  readonly clearKey: Uint8Array
  readonly encryptedKey: Uint8Array
  readonly keyArgument: Uint8Array
}

export interface Ssl2Error {
  readonly kind: 'ssl2_error'
  readonly code: number
}

export interface Ssl2RequestCertificate {
  readonly kind: 'ssl2_request_certificate'
  readonly authenticationType: number
  readonly challenge: Uint8Array
}

export interface Ssl2ClientCertificate {
  readonly kind: 'ssl2_client_certificate'
  readonly certificateType: number
  readonly certificate: Uint8Array
  readonly response: Uint8Array
}

/** The finished and verify messages, and any that is encrypted. */
export interface Ssl2Opaque {
  readonly kind: 'ssl2_opaque'
  readonly type: number
  readonly data: Uint8Array
}

/** Reads one message of a record in clear, up to the cursor's end. */
export function readSsl2Message(c: Cursor): Ssl2Message {
  const type = c.u8('msg_type')
  const message = readBody(c, type)
  c.finish('SSL 2.0 message')
  return message
}

/** As `readSsl2Message`, with what is wrong as a value. */
export function parseSsl2Message(bytes: Uint8Array): {
  readonly message: Ssl2Message | null
  readonly damage: WireError | null
} {
  try {
    return { message: readSsl2Message(new Cursor(bytes)), damage: null }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return { message: null, damage: error }
  }
}

function readBody(c: Cursor, type: number): Ssl2Message {
  switch (type) {
    case ssl2MessageTypes['CLIENT-HELLO']:
      return readClientHello(c)
    case ssl2MessageTypes['SERVER-HELLO']:
      return readServerHello(c)
    case ssl2MessageTypes['CLIENT-MASTER-KEY']:
      return readClientMasterKey(c)
    case ssl2MessageTypes.ERROR:
      return { kind: 'ssl2_error', code: c.u16('error_code') }
    case ssl2MessageTypes['REQUEST-CERTIFICATE']:
      return {
        kind: 'ssl2_request_certificate',
        authenticationType: c.u8('authentication_type'),
        challenge: c.rest('certificate_challenge_data'),
      }
    case ssl2MessageTypes['CLIENT-CERTIFICATE']:
      return readClientCertificate(c)
    default:
      return { kind: 'ssl2_opaque', type, data: c.rest('data') }
  }
}

function readClientHello(c: Cursor): Ssl2ClientHello {
  const version = c.u16('version')
  const kinds = c.u16('cipher_spec_length')
  const session = c.u16('session_id_length')
  const challenge = c.u16('challenge_length')
  return {
    kind: 'ssl2_client_hello',
    version,
    cipherKinds: readCipherKinds(c, kinds),
    sessionId: c.take(session, 'session_id'),
    challenge: c.take(challenge, 'challenge'),
  }
}

function readServerHello(c: Cursor): Ssl2ServerHello {
  const sessionIdHit = c.u8('session_id_hit')
  const certificateType = c.u8('certificate_type')
  const version = c.u16('server_version')
  const certificate = c.u16('certificate_length')
  const kinds = c.u16('cipher_specs_length')
  const connectionId = c.u16('connection_id_length')
  return {
    kind: 'ssl2_server_hello',
    sessionIdHit,
    certificateType,
    version,
    certificate: c.take(certificate, 'certificate'),
    cipherKinds: readCipherKinds(c, kinds),
    connectionId: c.take(connectionId, 'connection_id'),
  }
}

function readClientMasterKey(c: Cursor): Ssl2ClientMasterKey {
  const cipherKind = c.u24('cipher_kind')
  const clear = c.u16('clear_key_length')
  const encrypted = c.u16('encrypted_key_length')
  const argument = c.u16('key_arg_length')
  return {
    kind: 'ssl2_client_master_key',
    cipherKind,
    clearKey: c.take(clear, 'clear_key'),
    encryptedKey: c.take(encrypted, 'encrypted_key'),
    keyArgument: c.take(argument, 'key_arg'),
  }
}

function readClientCertificate(c: Cursor): Ssl2ClientCertificate {
  const certificateType = c.u8('certificate_type')
  const certificate = c.u16('certificate_length')
  const response = c.u16('response_length')
  return {
    kind: 'ssl2_client_certificate',
    certificateType,
    certificate: c.take(certificate, 'certificate'),
    response: c.take(response, 'response'),
  }
}

function readCipherKinds(c: Cursor, length: number): readonly number[] {
  return c.sub(length, 'cipher_specs').allLeft('cipher_specs', (item) => item.u24('cipher_spec'))
}

/** The bytes of a hello before its lists: record header, type, version and three lengths. */
const fixedLength = 11

/**
 * Whether a hello in SSL 2.0's format starts at `at`: nothing else has a record length, a type, a version and three lengths
 * that agree with each other.
 */
export function isSsl2ClientHello(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < fixedLength || (bytes[at]! & 0x80) === 0) return false
  const u16 = (offset: number): number => bytes[at + offset]! * 256 + bytes[at + offset + 1]!
  const version = u16(3)
  const [kinds, session, challenge] = [u16(5), u16(7), u16(9)]
  return (
    bytes[at + 2] === ssl2MessageTypes['CLIENT-HELLO'] &&
    (version === versions['SSL 2.0'] || version >> 8 === 3) &&
    kinds > 0 &&
    kinds % 3 === 0 &&
    (session === 0 || session === 16) &&
    challenge >= 16 &&
    challenge <= 32 &&
    (u16(0) & 0x7fff) === fixedLength - 2 + kinds + session + challenge
  )
}

/** Whether a SERVER-HELLO starts at `at`, the same way. */
export function isSsl2ServerHello(bytes: Uint8Array, at: number, to: number): boolean {
  const fixed = 13
  if (to - at < fixed || (bytes[at]! & 0x80) === 0) return false
  const u16 = (offset: number): number => bytes[at + offset]! * 256 + bytes[at + offset + 1]!
  return (
    bytes[at + 2] === ssl2MessageTypes['SERVER-HELLO'] &&
    u16(5) === versions['SSL 2.0'] &&
    (u16(0) & 0x7fff) === fixed - 2 + u16(7) + u16(9) + u16(11)
  )
}

/** Suites of SSL 3.0 and newer that a hello in the old format offers: those whose first byte is zero. RFC 5246 E.2. */
function modernSuites(hello: Ssl2ClientHello): readonly number[] {
  return hello.cipherKinds.filter((kind) => kind <= 0xffff)
}

/** The hello as SSL 3.0 and TLS would have said it: the challenge is the random, padded in front. RFC 5246 E.2. */
export function toClientHello(hello: Ssl2ClientHello): ClientHello {
  const random = new Uint8Array(32)
  random.set(hello.challenge.subarray(0, 32), 32 - Math.min(32, hello.challenge.length))
  return {
    kind: 'client_hello',
    legacyVersion: hello.version,
    random,
    sessionId: hello.sessionId,
    cookie: null,
    cipherSuites: modernSuites(hello),
    compressionMethods: [0],
    extensions: null,
  }
}
