// OCSP responses, as servers staple them. RFC 6960 §4.2.

import type { SignatureAlgorithm } from '../crypto/key.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import { hashOf, readAlgorithm, readSignatureAlgorithm } from './algorithm.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { contextTag, Der, DerError, tags } from './der.ts'
import { type Name, readName } from './name.ts'
import { readTime } from './time.ts'
import type { Hash } from '../crypto/key.ts'

export interface SingleResponse {
  /** Null where the hash is not known here. */
  readonly hash: Hash | null
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  readonly serial: Uint8Array
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly revokedAt: number | null
  /** CRLReason; null where none is given. */
  readonly reason: number | null
  readonly thisUpdate: number
  readonly nextUpdate: number | null
}

export interface OcspResponse {
  readonly damage: WireError | null
  /** OCSPResponseStatus: 0 is successful. Null where even that could not be read. */
  readonly status: number | null
  /** Who signed: by name, or by the SHA-1 of its key. */
  readonly responderName: Name | null
  readonly responderKeyHash: Uint8Array | null
  readonly producedAt: number | null
  readonly responses: readonly SingleResponse[]
  readonly tbs: Uint8Array | null
  readonly signatureAlgorithm: SignatureAlgorithm | null
  readonly signature: Uint8Array | null
  /** Certificates sent along for the responder. */
  readonly certificates: readonly Certificate[]
}

/** Never throws on bad input. */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse {
  const response: Draft = {
    damage: null,
    status: null,
    responderName: null,
    responderKeyHash: null,
    producedAt: null,
    responses: [],
    tbs: null,
    signatureAlgorithm: null,
    signature: null,
    certificates: [],
  }
  try {
    const outer = new Der(new Cursor(bytes)).sequence('OCSPResponse')
    response.status = outer.small('responseStatus', tags.enumerated)
    const wrapped = outer.optional(contextTag(0, true), 'responseBytes')
    if (wrapped !== null) {
      const inner = outer.inside(wrapped).sequence('responseBytes')
      const type = inner.oid('responseType')
      if (type !== '1.3.6.1.5.5.7.48.1.1')
        throw new DerError('responseType', inner.at, `${type} is not basic`)
      readBasic(response, inner.inside(inner.element(tags.octetString, 'response')))
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    response.damage = error
  }
  return response
}

type Draft = { -readonly [Key in keyof OcspResponse]: OcspResponse[Key] }

function readBasic(response: Draft, der: Der): void {
  const basic = der.sequence('BasicOCSPResponse')
  const tbs = basic.element(tags.sequence, 'tbsResponseData')
  response.tbs = basic.whole(tbs)
  readData(response, basic.inside(tbs))
  const algorithm = readAlgorithm(basic, 'signatureAlgorithm')
  response.signatureAlgorithm = readSignatureAlgorithm(basic, algorithm, 'signatureAlgorithm')
  response.signature = basic.bitOctets('signature')
  const certificates = basic.optional(contextTag(0, true), 'certs')
  if (certificates === null) return
  response.certificates = basic
    .inside(certificates)
    .sequence('certs')
    .each((list) => parseCertificate(list.whole(list.any('certs'))))
}

function readData(response: Draft, der: Der): void {
  der.optional(contextTag(0, true), 'version')
  const byName = der.optional(contextTag(1, true), 'responderID')
  if (byName !== null) {
    response.responderName = readName(der.inside(byName), 'responderID')
  } else {
    const byKey = der.element(contextTag(2, true), 'responderID')
    response.responderKeyHash = der.inside(byKey).octets('responderID')
  }
  response.producedAt = readTime(der, 'producedAt')
  response.responses = der.sequence('responses').each(readSingle)
}

function readSingle(list: Der): SingleResponse {
  const single = list.sequence('SingleResponse')
  const id = single.sequence('certID')
  const hash = hashOf(readAlgorithm(id, 'hashAlgorithm').oid)
  const common = {
    hash,
    issuerNameHash: id.octets('issuerNameHash'),
    issuerKeyHash: id.octets('issuerKeyHash'),
    serial: id.integer('serialNumber'),
  }
  const { status, revokedAt, reason } = readStatus(single)
  const thisUpdate = readTime(single, 'thisUpdate')
  const next = single.optional(contextTag(0, true), 'nextUpdate')
  const nextUpdate = next === null ? null : readTime(single.inside(next), 'nextUpdate')
  return { ...common, status, revokedAt, reason, thisUpdate, nextUpdate }
}

function readStatus(der: Der): Pick<SingleResponse, 'status' | 'revokedAt' | 'reason'> {
  const element = der.any('certStatus')
  const plain = { revokedAt: null, reason: null }
  if (element.tag === contextTag(0, false)) return { status: 'good', ...plain }
  if (element.tag === contextTag(2, false)) return { status: 'unknown', ...plain }
  if (element.tag !== contextTag(1, true)) {
    throw new DerError('certStatus', element.at, 'neither good, revoked nor unknown')
  }
  const info = der.inside(element)
  const revokedAt = readTime(info, 'revocationTime')
  const reason = info.optional(contextTag(0, true), 'revocationReason')
  return {
    status: 'revoked',
    revokedAt,
    reason: reason === null ? null : info.inside(reason).small('revocationReason', tags.enumerated),
  }
}
