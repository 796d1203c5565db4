// Handshake messages: the four-byte header, and the body that it announces. RFC 8446 §4.

import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { certificateTypes } from '../registry/tables/certificate-types.ts'
import { versions } from '../registry/tables/versions.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import { findDamage } from './damage.ts'
import { readBare, readOpaque, type BareMessage, type OpaqueMessage } from './messages/bare.ts'
import { readCertificateRequest, type CertificateRequest } from './messages/certificate-request.ts'
import { readCertificateStatus, type CertificateStatus } from './messages/certificate-status.ts'
import { readCertificateUrl, type CertificateUrl } from './messages/certificate-url.ts'
import { readCertificateVerify, type CertificateVerify } from './messages/certificate-verify.ts'
import {
  looksLikeTls13Certificate,
  readCertificate,
  type Certificate,
} from './messages/certificate.ts'
import { readClientHello, type ClientHello } from './messages/client-hello.ts'
import { readClientKeyExchange, type ClientKeyExchange } from './messages/client-key-exchange.ts'
import {
  readCompressedCertificate,
  type CompressedCertificate,
} from './messages/compressed-certificate.ts'
import {
  readNewConnectionId,
  readRequestConnectionId,
  type NewConnectionId,
  type RequestConnectionId,
} from './messages/connection-id.ts'
import {
  readEncryptedExtensions,
  type EncryptedExtensions,
} from './messages/encrypted-extensions.ts'
import { readFinished, type Finished } from './messages/finished.ts'
import { readHelloVerifyRequest, type HelloVerifyRequest } from './messages/hello-verify-request.ts'
import { readKeyUpdate, type KeyUpdate } from './messages/key-update.ts'
import { readNewSessionTicket, type NewSessionTicket } from './messages/new-session-ticket.ts'
import { readNextProtocol, type NextProtocol } from './messages/next-protocol.ts'
import {
  readDraftRetryRequest,
  readServerHello,
  type ServerHello,
} from './messages/server-hello.ts'
import { readServerKeyExchange, type ServerKeyExchange } from './messages/server-key-exchange.ts'
import { readSupplementalData, type SupplementalData } from './messages/supplemental-data.ts'
import { findGeneration, isTls12OrNewer, isTls13 } from './version.ts'

export type {
  BareMessage,
  Certificate,
  CertificateRequest,
  CertificateStatus,
  CertificateUrl,
  CertificateVerify,
  ClientHello,
  ClientKeyExchange,
  CompressedCertificate,
  EncryptedExtensions,
  Finished,
  HelloVerifyRequest,
  KeyUpdate,
  NewConnectionId,
  NewSessionTicket,
  NextProtocol,
  OpaqueMessage,
  RequestConnectionId,
  ServerHello,
  ServerKeyExchange,
  SupplementalData,
}

/** Any message; `kind` is its name in the registry, `unknown` where that has none. */
export type HandshakeBody =
  | BareMessage
  | Certificate
  | CertificateRequest
  | CertificateStatus
  | CertificateUrl
  | CertificateVerify
  | ClientHello
  | ClientKeyExchange
  | CompressedCertificate
  | EncryptedExtensions
  | Finished
  | HelloVerifyRequest
  | KeyUpdate
  | NewConnectionId
  | NewSessionTicket
  | NextProtocol
  | OpaqueMessage
  | RequestConnectionId
  | ServerHello
  | ServerKeyExchange
  | SupplementalData

/** What was agreed before a message, as far as its format depends on it. */
export interface HandshakeContext {
  /** The version in force (that of supported_versions where it stands); null while none is known. */
  readonly version: number | null
  /** The negotiated suite; null while none is known. */
  readonly cipherSuite: number | null
  /** DTLS: the ClientHello has a cookie. */
  readonly dtls: boolean
  /** CertificateType of the sender's certificates. RFC 7250. */
  readonly certificateType: number
}

/** Nothing is known yet: a stream's first message, or one that was picked up in its middle. */
export const noContext: HandshakeContext = {
  version: null,
  cipherSuite: null,
  dtls: false,
  certificateType: certificateTypes['X.509'],
}

export const handshakeHeaderLength = 4

export interface HandshakeHeader {
  readonly type: number
  /** Of the body. */
  readonly length: number
}

export function readHandshakeHeader(c: Cursor): HandshakeHeader {
  return { type: c.u8('msg_type'), length: c.u24('length') }
}

export interface HandshakeMessage {
  /** Null where not even the header could be read. */
  readonly header: HandshakeHeader | null
  /** Null where the body could not be read as what it should be. */
  readonly body: HandshakeBody | null
  /**
   * The first thing wrong in the message: in the body, in a list of it, or inside an extension. `at` counts from the
   * first byte of the header.
   */
  readonly damage: WireError | null
}

/**
 * Reads one message with its header. Where bytes end before the announced length, the damage is `truncated`.
 * What `known` leaves out is taken from `noContext`.
 */
export function parseHandshake(
  bytes: Uint8Array,
  known: Partial<HandshakeContext> = {},
): HandshakeMessage {
  let header: HandshakeHeader | null = null
  try {
    header = readHandshakeHeader(
      new Cursor(bytes, 0, Math.max(bytes.length, handshakeHeaderLength)),
    )
    const end = handshakeHeaderLength + header.length
    if (end < bytes.length) throw new WireError('trailing', 'Handshake', end)
    const body = readHandshakeBody(header.type, new Cursor(bytes, handshakeHeaderLength, end), {
      ...noContext,
      ...known,
    })
    return { header, body, damage: findDamage(body) }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return { header, body: null, damage: error }
  }
}

/** Reads a body up to the cursor's end, or throws a `WireError`. */
export function readHandshakeBody(
  type: number,
  c: Cursor,
  context: HandshakeContext = noContext,
): HandshakeBody {
  const { version, cipherSuite, certificateType } = context
  const tls13 = version !== null && isTls13(version)
  // Where no version is known, or one that nobody registered, TLS 1.2 is meant: little older is left.
  const tls12 = version === null || findGeneration(version) === undefined || isTls12OrNewer(version)
  switch (type) {
    case handshakeTypes.hello_request:
      return readBare(c, 'hello_request')
    case handshakeTypes.client_hello:
      return readClientHello(c, context.dtls)
    case handshakeTypes.server_hello:
      return readServerHello(c)
    case handshakeTypes.hello_verify_request:
      return readHelloVerifyRequest(c)
    case handshakeTypes.new_session_ticket:
      return readNewSessionTicket(c, tls13)
    case handshakeTypes.end_of_early_data:
      return readBare(c, 'end_of_early_data')
    case handshakeTypes.hello_retry_request:
      return readDraftRetryRequest(c)
    case handshakeTypes.encrypted_extensions:
      return readEncryptedExtensions(c)
    case handshakeTypes.request_connection_id:
      return readRequestConnectionId(c)
    case handshakeTypes.new_connection_id:
      return readNewConnectionId(c)
    case handshakeTypes.certificate:
      return readCertificate(
        c,
        version === null ? looksLikeTls13Certificate(c) : tls13,
        certificateType,
      )
    case handshakeTypes.server_key_exchange:
      return readServerKeyExchange(c, cipherSuite, tls12)
    case handshakeTypes.certificate_request:
      return readCertificateRequest(c, tls13, tls12)
    case handshakeTypes.client_certificate_request:
      return readCertificateRequest(c, true, true)
    case handshakeTypes.server_hello_done:
      return readBare(c, 'server_hello_done')
    case handshakeTypes.certificate_verify:
      return readCertificateVerify(c, tls12)
    case handshakeTypes.client_key_exchange:
      return readClientKeyExchange(c, cipherSuite, version === versions['SSL 3.0'])
    case handshakeTypes.finished:
      return readFinished(c)
    case handshakeTypes.certificate_url:
      return readCertificateUrl(c)
    case handshakeTypes.certificate_status:
      return readCertificateStatus(c)
    case handshakeTypes.supplemental_data:
      return readSupplementalData(c)
    case handshakeTypes.key_update:
      return readKeyUpdate(c)
    case handshakeTypes.compressed_certificate:
      return readCompressedCertificate(c, certificateType)
    case handshakeTypes.next_protocol:
      return readNextProtocol(c)
    case handshakeTypes.message_hash:
      return readOpaque(c, 'message_hash')
    case handshakeTypes.channel_id:
      return readOpaque(c, 'channel_id')
    case handshakeTypes.ekt_key:
      return readOpaque(c, 'ekt_key')
    default:
      return readOpaque(c, 'unknown')
  }
}
