// Distinguished names: the sequence of sets of attributes that subject and issuer are. RFC 5280 §4.1.2.4.

import { type Der, type Element, tags } from './der.ts'

export interface Attribute {
  readonly oid: string
  /** The string, whatever type it was sent in; `#` and hex for what is no string. */
  readonly value: string
  /** The identifier octet of the value. */
  readonly tag: number
}

export interface Name {
  /** The whole encoding, for comparison and for CertificateRequest. */
  readonly der: Uint8Array
  /** As sent: most general first. Each set has one attribute nearly always. */
  readonly rdns: readonly (readonly Attribute[])[]
  /** RFC 4514: most specific first, `CN=…,O=…`. Types it does not name stand as dotted numbers. */
  readonly text: string
}

export function readName(der: Der, field: string): Name {
  const element = der.element(tags.sequence, field)
  return readNameFrom(der, element, field)
}

/** Reads the sets inside `element`, which may carry another tag than SEQUENCE. */
export function readNameFrom(der: Der, element: Element, field: string): Name {
  const rdns = der.inside(element).each((names) => {
    const set = names.set(field)
    if (set.left === 0) der.odd('empty', field, set.at, 'has a relative name without attributes')
    return set.each((each) => readAttribute(each, field))
  })
  return { der: der.whole(element), rdns, text: describeRdns(rdns) }
}

/** The values of all attributes of one type, in the order sent. */
export function attributeValues(name: Name, oid: string): string[] {
  return name.rdns.flatMap((rdn) => rdn.filter((a) => a.oid === oid).map((a) => a.value))
}

/**
 * Whether two names are the same to a verifier: byte for byte, or by RFC 5280 §7.1, which
 * ignores case, string type and runs of spaces.
 */
export function isSameName(a: Name, b: Name): boolean {
  return a === b || canonicalName(a) === canonicalName(b)
}

/** True when every set of `base` opens `name` in order: the subtree rule for directory names. */
export function isNameWithin(name: Name, base: Name): boolean {
  if (base.rdns.length > name.rdns.length) return false
  const canonical = name.rdns.map(canonicalRdn)
  return base.rdns.every((rdn, i) => canonicalRdn(rdn) === canonical[i])
}

/** A key that is equal for names that are the same by RFC 5280 §7.1. */
export function canonicalName(name: Name): string {
  let key = canonical.get(name)
  if (key === undefined) canonical.set(name, (key = name.rdns.map(canonicalRdn).join('\n')))
  return key
}

/** One name is compared with many. Forgotten with the names. */
const canonical = new WeakMap<Name, string>()

function canonicalRdn(rdn: readonly Attribute[]): string {
  return rdn
    .map(({ oid, value }) => `${oid}=${value.trim().replace(/\s+/g, ' ').toLowerCase()}`)
    .sort()
    .join('\t')
}

function readAttribute(der: Der, field: string): Attribute {
  const pair = der.sequence(field)
  const oid = pair.oid(field)
  const element = pair.any(field)
  pair.finish(field)
  return { oid, value: readText(der, element, field), tag: element.tag }
}

/** The text of a string element. What is no string comes as `#` and the hex of its encoding. */
export function readText(der: Der, element: Element, field: string): string {
  const bytes = der.contents(element)
  switch (element.tag) {
    case tags.utf8String:
      return decodeUtf8(der, element, field)
    case tags.bmpString:
      return decodeWide(bytes, 2)
    case tags.universalString:
      return decodeWide(bytes, 4)
    case tags.printableString:
    case tags.numericString:
    case tags.ia5String:
    case tags.visibleString:
    case tags.teletexString: {
      const text = decodeLatin(bytes)
      if (element.tag !== tags.teletexString && bytes.some((byte) => byte > 0x7f)) {
        der.odd('text', field, element.from, 'has characters that its string type does not have')
      }
      return text
    }
    default:
      return `#${Array.from(der.whole(element), (b) => b.toString(16).padStart(2, '0')).join('')}`
  }
}

/** One character for each byte. */
export function decodeLatin(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

function decodeUtf8(der: Der, element: Element, field: string): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(der.contents(element))
  if (text.includes('\uFFFD')) der.odd('text', field, element.from, 'is not valid UTF-8')
  return text
}

function decodeWide(bytes: Uint8Array, width: number): string {
  let text = ''
  for (let i = 0; i + width <= bytes.length; i += width) {
    let code = 0
    for (let j = 0; j < width; j++) code = code * 256 + (bytes[i + j] ?? 0)
    text += code <= 0x10_ffff ? String.fromCodePoint(code) : '\uFFFD'
  }
  return text
}

/** The types that RFC 4514 §3 gives short names to; all others stand as numbers. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
}

function describeRdns(rdns: readonly (readonly Attribute[])[]): string {
  return rdns
    .toReversed()
    .map((rdn) =>
      rdn.map(({ oid, value }) => `${shortNames[oid] ?? oid}=${escapeValue(value)}`).join('+'),
    )
    .join(',')
}

function escapeValue(value: string): string {
  // Nearly all values are plain, and there are dozens in every chain.
  if (/^[A-Za-z0-9](?:[A-Za-z0-9 .:/*@_'()-]*[A-Za-z0-9.:/*@_'()-])?$/.test(value)) return value
  return value
    .replace(/[\\"+,;<>]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
}
