// X.509 certificates: what a peer says about itself, read as far as it can be read. RFC 5280 §4.1.

import { isSameBytes } from '../wire/bytes.ts'
import type { SignatureAlgorithm } from '../crypto/key.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import type { FieldSpan } from '../wire/trace.ts'
import { type AlgorithmIdentifier, readAlgorithm, readSignatureAlgorithm } from './algorithm.ts'
import { contextTag, Der, type Oddity, tags } from './der.ts'
import { type Extension, type ExtensionValues, readExtension } from './extension.ts'
import { type Name, readName } from './name.ts'
import { type PublicKey, readPublicKey } from './public-key.ts'
import { readTime } from './time.ts'

export interface Certificate {
  /** The bytes that were given. */
  readonly der: Uint8Array
  /** What stopped the reading; fields after it are null. Null when all of it could be read. */
  readonly damage: WireError | null
  /** Breaches of DER and of RFC 5280 that did not stop it, in the order met. */
  readonly oddities: readonly Oddity[]
  /** The bytes that the signature covers. */
  readonly tbs: Uint8Array | null
  /** 1, 2 or 3, as people count. */
  readonly version: number | null
  /** The contents of the INTEGER: two's complement. */
  readonly serial: Uint8Array | null
  readonly issuer: Name | null
  /** Seconds since 1970. */
  readonly notBefore: number | null
  readonly notAfter: number | null
  readonly subject: Name | null
  readonly publicKey: PublicKey | null
  readonly extensions: readonly Extension[]
  /** The values of the extensions that are known here. */
  readonly values: ExtensionValues
  /** The outer signatureAlgorithm. */
  readonly signatureOid: string | null
  /** Null where it is missing or not known here. */
  readonly signatureAlgorithm: SignatureAlgorithm | null
  readonly signature: Uint8Array | null
  /** Where the fields stand in `der`, by RFC 5280's names; extensions by their own. */
  readonly fields: readonly FieldSpan[]
}

/** Never throws on bad input: what could be read is kept, and `damage` says where it ended and why. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  const certificate = blank(bytes)
  const der = new Der(new Cursor(bytes), certificate.oddities)
  try {
    const outer = field(certificate, der, 'certificate', () =>
      der.element(tags.sequence, 'certificate'),
    )
    if (der.left > 0) der.odd('trailing', 'certificate', der.at, 'is followed by more bytes')
    readParts(certificate, der.inside(outer))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    certificate.damage = error
    // An outer length that runs past the bytes hides a body that can be read all the same.
    if (certificate.fields.length === 0) readCutBody(certificate, bytes)
  }
  return certificate
}

/** Where a field stands, or null where it was not reached. */
export function findField(certificate: Certificate, name: string): FieldSpan | null {
  return certificate.fields.find((span) => span.field === name) ?? null
}

/** The serial number as upper-case hex, as OpenSSL prints it; `-` before a negative one. */
export function describeSerial(serial: Uint8Array): string {
  const negative = (serial[0] ?? 0) >= 0x80
  let value = 0n
  for (const byte of serial) value = value * 256n + BigInt(byte)
  if (negative) value = (1n << BigInt(serial.length * 8)) - value
  const hex = value.toString(16).toUpperCase()
  return `${negative ? '-' : ''}${hex.length % 2 === 1 ? '0' : ''}${hex}`
}

type Draft = {
  -readonly [Key in keyof Certificate]: Certificate[Key] extends readonly (infer Item)[]
    ? Item[]
    : Certificate[Key]
}

function blank(der: Uint8Array): Draft {
  return {
    der,
    damage: null,
    oddities: [],
    tbs: null,
    version: null,
    serial: null,
    issuer: null,
    notBefore: null,
    notAfter: null,
    subject: null,
    publicKey: null,
    extensions: [],
    values: {},
    signatureOid: null,
    signatureAlgorithm: null,
    signature: null,
    fields: [],
  }
}

/** Runs a reader and notes which bytes it consumed, also of a field that it could not finish. */
function field<T>(draft: Draft, der: Der, name: string, read: () => T): T {
  const from = der.at
  const value = read()
  draft.fields.push({ field: name, from, to: der.at })
  return value
}

function readParts(draft: Draft, der: Der): void {
  const tbs = field(draft, der, 'tbsCertificate', () =>
    der.element(tags.sequence, 'tbsCertificate'),
  )
  draft.tbs = der.whole(tbs)
  let inner: AlgorithmIdentifier | null = null
  try {
    inner = readTbs(draft, der.inside(tbs))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    draft.damage = error
  }
  const { at } = der
  const outer = field(draft, der, 'signatureAlgorithm', () =>
    readAlgorithm(der, 'signatureAlgorithm'),
  )
  draft.signatureOid = outer.oid
  draft.signatureAlgorithm = readSignatureAlgorithm(der, outer, 'signatureAlgorithm')
  draft.signature = field(draft, der, 'signatureValue', () => der.bitOctets('signatureValue'))
  der.finish('certificate')
  if (inner !== null && !isSameBytes(inner.der, outer.der)) {
    der.odd(
      'mismatch',
      'signatureAlgorithm',
      at,
      'differs from the algorithm inside the signed part',
    )
  }
}

/** Reads the fields of TBSCertificate in order; each that was read stays when a later one cannot be. */
function readTbs(draft: Draft, der: Der): AlgorithmIdentifier {
  readVersion(draft, der)
  readSerial(draft, der)
  const algorithm = field(draft, der, 'signature', () => readAlgorithm(der, 'signature'))
  draft.issuer = field(draft, der, 'issuer', () => readName(der, 'issuer'))
  const validity = der.sequence('validity')
  draft.notBefore = field(draft, validity, 'notBefore', () => readTime(validity, 'notBefore'))
  draft.notAfter = field(draft, validity, 'notAfter', () => readTime(validity, 'notAfter'))
  validity.finish('validity')
  draft.subject = field(draft, der, 'subject', () => readName(der, 'subject'))
  draft.publicKey = field(draft, der, 'subjectPublicKeyInfo', () => readPublicKey(der))
  for (const number of [1, 2] as const) {
    const name = number === 1 ? 'issuerUniqueID' : 'subjectUniqueID'
    if (der.optional(contextTag(number, false), name) === null) continue
    if (draft.version === 1) der.odd('version', name, der.at, 'stands in a version 1 certificate')
  }
  readExtensions(draft, der)
  der.finish('tbsCertificate')
  return algorithm
}

function readVersion(draft: Draft, der: Der): void {
  const { at } = der
  const element = der.optional(contextTag(0, true), 'version')
  draft.version = element === null ? 1 : der.inside(element).small('version') + 1
  if (element !== null) draft.fields.push({ field: 'version', from: at, to: der.at })
  if (element !== null && draft.version === 1) {
    der.odd('encoding', 'version', at, 'stands there with its default value')
  }
  if (draft.version > 3)
    der.odd('version', 'version', at, `is ${draft.version}, which does not exist`)
}

function readSerial(draft: Draft, der: Der): void {
  const { at } = der
  const serial = field(draft, der, 'serialNumber', () => der.integer('serialNumber'))
  draft.serial = serial
  if ((serial[0] ?? 0) >= 0x80) der.odd('serial', 'serialNumber', at, 'is negative')
  else if (serial.every((byte) => byte === 0)) der.odd('serial', 'serialNumber', at, 'is zero')
  // RFC 5280 §4.1.2.2 counts the octets of the INTEGER, its sign octet too.
  if (serial.length > 20)
    der.odd('serial', 'serialNumber', at, `has ${serial.length} bytes; 20 are allowed`)
}

function readExtensions(draft: Draft, der: Der): void {
  const { at } = der
  const element = der.optional(contextTag(3, true), 'extensions')
  if (element === null) return
  if (draft.version !== 3)
    der.odd('version', 'extensions', at, 'stand in a certificate that is not version 3')
  const list = der.inside(element).sequence('extensions')
  if (list.left === 0) der.odd('empty', 'extensions', at, 'are an empty list')
  while (list.left > 0) {
    const extension = readExtension(list, draft.values)
    const name = extension.name ?? extension.oid
    if (draft.extensions.some(({ oid }) => oid === extension.oid)) {
      der.odd('duplicate', name, extension.at, 'stands twice')
    }
    draft.extensions.push(extension)
    draft.fields.push({ field: name, from: extension.at, to: extension.end })
  }
}

/** The certificate's own length is wrong or its end was not captured: reads the fields that are there. */
function readCutBody(draft: Draft, bytes: Uint8Array): void {
  try {
    const der = new Der(new Cursor(bytes), draft.oddities)
    for (let level = 0; level < 2; level++) {
      const [tag = 0, first = 0] = bytes.subarray(der.at)
      if (tag !== tags.sequence) return
      der.cursor.take(first > 0x80 ? 2 + (first & 0x7f) : 2, 'tbsCertificate')
    }
    readTbs(draft, der)
  } catch (error) {
    // The first damage is the one that counts: this reading is for what stands before it.
    if (!(error instanceof WireError)) throw error
  }
}
