// Certificate: a chain, the leaf first. RFC 8446 §4.4.2, RFC 5246 §7.4.2, RFC 7250 §3, RFC 6091 §3.3.

import { certificateTypes } from '../../registry/tables/certificate-types.ts'
import type { Cursor, List } from '../../wire/cursor.ts'
import { readExtensions, type Extension } from '../extensions/extension.ts'

export interface CertificateEntry {
  /** Of the CertificateType registry: X.509 or a raw public key, or OpenPGP. */
  readonly type: number
  /** DER of the certificate (X.509) or of the SubjectPublicKeyInfo (raw public key). */
  readonly data: Uint8Array
  /** Where `data` starts in the bytes that the message was read from. */
  readonly at: number
  /** TLS 1.3 only; null before. */
  readonly extensions: List<Extension> | null
}

export interface Certificate {
  readonly kind: 'certificate'
  /** TLS 1.3: empty in the handshake proper; null before. */
  readonly requestContext: Uint8Array | null
  /** Empty when the client has no certificate to offer. */
  readonly entries: List<CertificateEntry>
}

/** `type` is the negotiated certificate type (RFC 7250), X.509 where nothing was negotiated. */
export function readCertificate(c: Cursor, tls13: boolean, type: number): Certificate {
  const message = tls13 ? readEntries(c, type) : readChain(c, type)
  c.finish('Certificate')
  return message
}

/**
 * Whether a message has the form of TLS 1.3, for whoever did not see the version negotiated. In the old form the
 * length of the list is all there is; the new one starts with a context, nearly always empty. Moves nothing.
 */
export function looksLikeTls13Certificate(c: Cursor): boolean {
  const { bytes, pos, left } = c
  if (left < 4 || bytes.length < pos + 3 || bytes[pos] !== 0) return false
  return bytes[pos + 1]! * 256 + bytes[pos + 2]! !== left - 3
}

function readEntries(c: Cursor, type: number): Certificate {
  return {
    kind: 'certificate',
    requestContext: c.vec8('certificate_request_context'),
    entries: c.list24('certificate_list', (item) => ({
      ...readCertData(item, type),
      extensions: readExtensions(item),
    })),
  }
}

function readChain(c: Cursor, type: number): Certificate {
  return { kind: 'certificate', requestContext: null, entries: readChainEntries(c, type) }
}

function readChainEntries(c: Cursor, type: number): List<CertificateEntry> {
  switch (type) {
    case certificateTypes['Raw Public Key']: {
      // Not a list: one key, or nothing at all.
      const entry = { ...readCertData(c, type), extensions: null }
      return { items: entry.data.length === 0 ? [] : [entry], damage: null }
    }
    case certificateTypes.OpenPGP_RESERVED: {
      const at = c.pos
      return {
        items: [{ type, data: c.rest('openpgp_certificate'), at, extensions: null }],
        damage: null,
      }
    }
    default:
      return c.list24('certificate_list', (item) => ({
        ...readCertData(item, type),
        extensions: null,
      }))
  }
}

function readCertData(c: Cursor, type: number): Omit<CertificateEntry, 'extensions'> {
  const data = c.vec24('cert_data')
  return { type, data, at: c.pos - data.length }
}
