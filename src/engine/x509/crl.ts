// Certificate revocation lists. RFC 5280 §5.

import type { SignatureAlgorithm } from '../crypto/key.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import { readAlgorithm, readSignatureAlgorithm } from './algorithm.ts'
import { contextTag, Der, type Oddity, tags } from './der.ts'
import { type RawExtension, readRawExtension } from './extension.ts'
import { type Name, readName } from './name.ts'
import { readTime } from './time.ts'

export interface RevokedCertificate {
  /** As hex of the contents of the INTEGER. */
  readonly serial: string
  readonly revokedAt: number
  /** CRLReason; null where none is given. */
  readonly reason: number | null
}

export interface RevocationList {
  /** What stopped the reading. Entries before it are kept. */
  readonly damage: WireError | null
  readonly oddities: readonly Oddity[]
  readonly tbs: Uint8Array | null
  readonly issuer: Name | null
  readonly thisUpdate: number | null
  readonly nextUpdate: number | null
  readonly revoked: ReadonlyMap<string, RevokedCertificate>
  readonly extensions: readonly RawExtension[]
  readonly signatureAlgorithm: SignatureAlgorithm | null
  readonly signature: Uint8Array | null
}

/** Never throws on bad input. */
export function parseRevocationList(bytes: Uint8Array): RevocationList {
  const list: Draft = {
    damage: null,
    oddities: [],
    tbs: null,
    issuer: null,
    thisUpdate: null,
    nextUpdate: null,
    revoked: new Map(),
    extensions: [],
    signatureAlgorithm: null,
    signature: null,
  }
  try {
    const outer = new Der(new Cursor(bytes), list.oddities).sequence('CertificateList')
    const tbs = outer.element(tags.sequence, 'tbsCertList')
    list.tbs = outer.whole(tbs)
    readTbs(list, outer.inside(tbs))
    const algorithm = readAlgorithm(outer, 'signatureAlgorithm')
    list.signatureAlgorithm = readSignatureAlgorithm(outer, algorithm, 'signatureAlgorithm')
    list.signature = outer.bitOctets('signatureValue')
    outer.finish('CertificateList')
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    list.damage = error
  }
  return list
}

export function serialKey(serial: Uint8Array): string {
  return Array.from(serial, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

interface Draft extends RevocationList {
  damage: WireError | null
  oddities: Oddity[]
  tbs: Uint8Array | null
  issuer: Name | null
  thisUpdate: number | null
  nextUpdate: number | null
  revoked: Map<string, RevokedCertificate>
  extensions: RawExtension[]
  signatureAlgorithm: SignatureAlgorithm | null
  signature: Uint8Array | null
}

function readTbs(list: Draft, der: Der): void {
  if (der.peek('version') === tags.integer) der.small('version')
  readAlgorithm(der, 'signature')
  list.issuer = readName(der, 'issuer')
  list.thisUpdate = readTime(der, 'thisUpdate')
  const next = der.left > 0 ? der.peek('nextUpdate') : null
  if (next === tags.utcTime || next === tags.generalizedTime) {
    list.nextUpdate = readTime(der, 'nextUpdate')
  }
  const entries = der.optional(tags.sequence, 'revokedCertificates')
  if (entries !== null) {
    for (const each of der.inside(entries).each(readEntry)) list.revoked.set(each.serial, each)
  }
  const extensions = der.optional(contextTag(0, true), 'crlExtensions')
  if (extensions !== null) {
    list.extensions = der.inside(extensions).sequence('crlExtensions').each(readRawExtension)
  }
  der.finish('tbsCertList')
}

function readEntry(der: Der): RevokedCertificate {
  const entry = der.sequence('revokedCertificates')
  const serial = serialKey(entry.integer('userCertificate'))
  const revokedAt = readTime(entry, 'revocationDate')
  const extensions =
    entry.left > 0 ? entry.sequence('crlEntryExtensions').each(readRawExtension) : []
  const reason = extensions.find(({ oid }) => oid === '2.5.29.21')
  return { serial, revokedAt, reason: reason?.value.at(-1) ?? null }
}
