// GeneralName: the forms of name that alternative names, constraints and pointers are made of. RFC 5280 §4.2.1.6.

import { contextTag, type Der, DerError, type Element, tags } from './der.ts'
import { decodeLatin, type Name, readName } from './name.ts'

export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: string; readonly bytes: Uint8Array }
  | { readonly kind: 'directory'; readonly value: string; readonly name: Name }
  | {
      readonly kind: 'other'
      readonly value: string
      readonly oid: string
      readonly bytes: Uint8Array
    }
  | { readonly kind: 'registered' | 'x400' | 'edi'; readonly value: string }

/** A sequence of names that must not be empty. */
export function readGeneralNames(
  der: Der,
  field: string,
  tag: number = tags.sequence,
): GeneralName[] {
  const element = der.element(tag, field)
  if (element.from === element.to) der.odd('empty', field, element.at, 'is an empty list of names')
  return der.inside(element).each((names) => readGeneralName(names, field))
}

/** One name. In name constraints `ip` carries an address and a mask. */
export function readGeneralName(der: Der, field: string): GeneralName {
  const element = der.any(field)
  const bytes = der.contents(element)
  switch (element.tag & 0xdf) {
    case 0x80:
      return readOtherName(der, element, field)
    case 0x81:
      return { kind: 'email', value: readAscii(der, element, field) }
    case 0x82:
      return { kind: 'dns', value: readAscii(der, element, field) }
    case 0x83:
      return { kind: 'x400', value: 'x400Address' }
    case 0x84: {
      const name = readName(der.inside(element), field)
      return { kind: 'directory', value: name.text, name }
    }
    case 0x85:
      return { kind: 'edi', value: 'ediPartyName' }
    case 0x86:
      return { kind: 'uri', value: readAscii(der, element, field) }
    case 0x87:
      return { kind: 'ip', value: describeIp(bytes), bytes }
    case 0x88:
      return { kind: 'registered', value: 'registeredID' }
    default:
      throw new DerError(field, element.at, 'a form of name that does not exist')
  }
}

/** `DNS:www.example.com`, `IP:192.0.2.1`, `email:a@b`, `URI:…`, `DirName:…`. */
export function describeGeneralName(name: GeneralName): string {
  return `${labels[name.kind]}:${name.value}`
}

const labels: Readonly<Record<GeneralName['kind'], string>> = {
  dns: 'DNS',
  ip: 'IP',
  email: 'email',
  uri: 'URI',
  directory: 'DirName',
  other: 'othername',
  registered: 'Registered ID',
  x400: 'X400',
  edi: 'EDI',
}

function readOtherName(der: Der, element: Element, field: string): GeneralName {
  const inner = der.inside(element)
  const oid = inner.oid(field)
  const value = inner.element(contextTag(0, true), field)
  return { kind: 'other', value: oid, oid, bytes: inner.contents(value) }
}

function readAscii(der: Der, element: Element, field: string): string {
  const bytes = der.contents(element)
  if (bytes.length === 0) der.odd('name', field, element.at, 'has an empty name')
  if (bytes.some((byte) => byte > 0x7f)) {
    der.odd('name', field, element.from, 'has a name that is not ASCII')
    return new TextDecoder('utf-8').decode(bytes)
  }
  return decodeLatin(bytes)
}

/** An address; an address and mask (8 or 32 bytes, in constraints) as `address/mask`; else hex. */
export function describeIp(bytes: Uint8Array): string {
  switch (bytes.length) {
    case 4:
      return bytes.join('.')
    case 16:
      return describeIp6(bytes)
    case 8:
    case 32: {
      const half = bytes.length / 2
      return `${describeIp(bytes.subarray(0, half))}/${describeIp(bytes.subarray(half))}`
    }
    default:
      return `#${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
  }
}

/** The text form of RFC 5952: lower case, the first longest run of two or more zero groups shortened. */
function describeIp6(bytes: Uint8Array): string {
  const groups: number[] = []
  for (let i = 0; i < 16; i += 2) groups.push((bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0))
  let best = { from: 0, length: 1 }
  for (let from = 0; from < 8; from++) {
    let length = 0
    while (from + length < 8 && groups[from + length] === 0) length++
    if (length > best.length) best = { from, length }
  }
  const hex = groups.map((group) => group.toString(16))
  if (best.length < 2) return hex.join(':')
  return `${hex.slice(0, best.from).join(':')}::${hex.slice(best.from + best.length).join(':')}`
}
