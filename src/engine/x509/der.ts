// A reader for DER (X.690): strict about what DER demands, able to go on where BER would.

import { Cursor, WireError } from '../wire/cursor.ts'

/** Why DER could not be read on: the field, the byte, and the rule that was broken. */
export class DerError extends WireError {
  readonly reason: string

  constructor(field: string, at: number, reason: string) {
    super('invalid', field, at)
    this.reason = reason
    this.message = `${field}: ${reason} at byte ${at}`
  }
}

/** A breach of the rules that did not stop the reading. */
export interface Oddity {
  readonly rule: OddityRule
  readonly field: string
  /** From the first byte of the structure that was parsed. */
  readonly at: number
  /** What is wrong, as the end of a sentence that starts with the field. */
  readonly text: string
}

export type OddityRule =
  | 'encoding' // BER where DER is due
  | 'text' // characters that the string type does not have
  | 'time' // a form of time that RFC 5280 does not allow
  | 'serial' // negative, zero or too long
  | 'version' // fields that the version does not have, or a version that does not exist
  | 'empty' // a sequence that needs at least one element
  | 'duplicate' // an extension or attribute that stands twice
  | 'mismatch' // two fields that must be equal differ
  | 'name' // a general name that is no name of its kind
  | 'trailing' // bytes after the end

/** One tag, length and value. Offsets count from the start of the parsed bytes. */
export interface Element {
  /** The identifier octet: class, constructed bit and number. */
  readonly tag: number
  /** Where the identifier stands. */
  readonly at: number
  readonly from: number
  /** End of the contents. */
  readonly to: number
  /** End of the whole element: after the end-of-contents octets where the length was indefinite. */
  readonly end: number
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
} as const

/** An implicit or explicit tag of the context class. */
export function contextTag(number: number, constructed: boolean): number {
  return 0x80 | (constructed ? 0x20 : 0) | number
}

/**
 * Indefinite lengths are searched for their end, and each level searches its contents again:
 * no certificate nests this deep, and a hostile one stops here.
 */
const deepestIndefinite = 16

/** Reads elements one after the other. All readers of one structure share `oddities`. */
export class Der {
  readonly cursor: Cursor
  readonly oddities: Oddity[]

  constructor(cursor: Cursor, oddities: Oddity[] = []) {
    this.cursor = cursor
    this.oddities = oddities
  }

  get bytes(): Uint8Array {
    return this.cursor.bytes
  }

  get left(): number {
    return this.cursor.left
  }

  get at(): number {
    return this.cursor.pos
  }

  /** Tells a breach without stopping. */
  odd(rule: OddityRule, field: string, at: number, text: string): void {
    this.oddities.push({ rule, field, at, text })
  }

  /** The next element, of whatever kind. */
  any(field: string): Element {
    return readElement(this, field, 0)
  }

  /** The next element, which must carry `tag`. */
  element(tag: number, field: string): Element {
    const at = this.at
    const found = this.peek(field)
    if (found !== tag) {
      throw new DerError(field, at, `tag ${hexOctet(found)} where ${hexOctet(tag)} is due`)
    }
    return this.any(field)
  }

  /** The next element if it carries `tag`; null, with nothing read, if it does not or nothing is left. */
  optional(tag: number, field: string): Element | null {
    if (this.left === 0 || this.peek(field) !== tag) return null
    return this.any(field)
  }

  /** The identifier octet of the next element, not read. */
  peek(field: string): number {
    const { cursor } = this
    const { pos } = cursor
    if (cursor.left < 1) throw new WireError('overrun', field, pos)
    const tag = cursor.bytes[pos]
    if (tag === undefined) throw new WireError('truncated', field, pos)
    return tag
  }

  /** A reader of the contents of `element`. */
  inside(element: Element): Der {
    return new Der(new Cursor(this.bytes, element.from, element.to), this.oddities)
  }

  sequence(field: string): Der {
    return this.inside(this.element(tags.sequence, field))
  }

  set(field: string): Der {
    return this.inside(this.element(tags.set, field))
  }

  contents(element: Element): Uint8Array {
    return this.bytes.subarray(element.from, element.to)
  }

  /** Tag, length and contents. */
  whole(element: Element): Uint8Array {
    return this.bytes.subarray(element.at, element.end)
  }

  boolean(field: string): boolean {
    const element = this.element(tags.boolean, field)
    const value = this.contents(element)
    if (value.length !== 1) throw new DerError(field, element.at, 'a BOOLEAN is one byte')
    if (value[0] !== 0 && value[0] !== 0xff) {
      this.odd('encoding', field, element.from, 'is a BOOLEAN that is neither 00 nor FF')
    }
    return value[0] !== 0
  }

  /** The contents of an INTEGER, as sent: two's complement, big endian. */
  integer(field: string, tag: number = tags.integer): Uint8Array {
    const element = this.element(tag, field)
    const value = this.contents(element)
    const [first = 0, second = 0] = value
    if (value.length === 0) throw new DerError(field, element.at, 'an INTEGER without contents')
    if (
      value.length > 1 &&
      ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
    ) {
      this.odd('encoding', field, element.from, 'is an INTEGER with needless leading bytes')
    }
    return value
  }

  /** A small INTEGER; anything outside 0 to 2^31 - 1 is an error. */
  small(field: string, tag: number = tags.integer): number {
    const { at } = this
    const value = this.integer(field, tag)
    let number = 0
    for (const byte of value) number = number * 256 + byte
    if ((value[0] ?? 0) >= 0x80 || number > 0x7fff_ffff) {
      throw new DerError(field, at, 'a number outside 0 to 2147483647')
    }
    return number
  }

  oid(field: string, tag: number = tags.oid): string {
    const element = this.element(tag, field)
    return describeOid(this.contents(element), field, element.from)
  }

  octets(field: string, tag: number = tags.octetString): Uint8Array {
    return this.contents(this.element(tag, field))
  }

  /** The bits of a BIT STRING as bytes, and how many of the last byte do not count. */
  bits(field: string, tag: number = tags.bitString): { bytes: Uint8Array; unused: number } {
    const element = this.element(tag, field)
    const [unused = 8] = this.contents(element)
    const bytes = this.bytes.subarray(element.from + 1, element.to)
    if (unused > 7 || (unused > 0 && bytes.length === 0)) {
      throw new DerError(field, element.at, 'a BIT STRING with an impossible count of unused bits')
    }
    if (((bytes.at(-1) ?? 0) & ((1 << unused) - 1)) !== 0) {
      this.odd('encoding', field, element.from, 'is a BIT STRING whose unused bits are not zero')
    }
    return { bytes, unused }
  }

  /** A BIT STRING of whole bytes: a key or a signature. */
  bitOctets(field: string): Uint8Array {
    const { at } = this
    const { bytes, unused } = this.bits(field)
    if (unused !== 0) throw new DerError(field, at, 'a BIT STRING that is not of whole bytes')
    return bytes
  }

  /** Each element of what is left. `read` must consume something. */
  each<T>(read: (der: Der) => T): T[] {
    const items: T[] = []
    while (this.left > 0) items.push(read(this))
    return items
  }

  finish(structure: string): void {
    this.cursor.finish(structure)
  }
}

/** The dotted form. Throws `DerError` for arcs that do not end or begin with a needless byte. */
export function describeOid(bytes: Uint8Array, field = 'oid', at = 0): string {
  const arcs: number[] = []
  let arc = 0
  let fresh = true
  for (const byte of bytes) {
    if (fresh && byte === 0x80) throw new DerError(field, at, 'an arc with a needless leading byte')
    arc = arc * 128 + (byte & 0x7f)
    if (arc > Number.MAX_SAFE_INTEGER) throw new DerError(field, at, 'an arc beyond 53 bits')
    fresh = byte < 0x80
    if (!fresh) continue
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(arc / 40))
      arcs.push(root, arc - root * 40)
    } else {
      arcs.push(arc)
    }
    arc = 0
  }
  if (bytes.length === 0 || !fresh) throw new DerError(field, at, 'an object identifier cut short')
  return arcs.join('.')
}

function readElement(der: Der, field: string, depth: number): Element {
  const { cursor } = der
  const at = cursor.pos
  const tag = cursor.u8(field)
  // X.509 knows no tag number above 30; reading on would take its first byte for a length.
  if ((tag & 0x1f) === 0x1f) throw new DerError(field, at, 'a tag number above 30')
  const first = cursor.u8(field)
  if (first < 0x80) return skip(der, field, tag, at, first)
  if (first === 0x80) return readIndefinite(der, field, tag, at, depth)
  const width = first & 0x7f
  // Four bytes already say more than any message can carry.
  if (width > 4) throw new DerError(field, at, 'a length of more than four bytes')
  let length = 0
  for (let i = 0; i < width; i++) length = length * 256 + cursor.u8(field)
  if (length < 0x80 || length < 256 ** (width - 1)) {
    der.odd('encoding', field, at, 'has a length that is longer than it needs to be')
  }
  return skip(der, field, tag, at, length)
}

function skip(der: Der, field: string, tag: number, at: number, length: number): Element {
  const from = der.cursor.pos
  der.cursor.skip(length, field)
  return { tag, at, from, to: from + length, end: from + length }
}

function readIndefinite(der: Der, field: string, tag: number, at: number, depth: number): Element {
  if ((tag & 0x20) === 0 || depth >= deepestIndefinite) {
    throw new DerError(field, at, 'an indefinite length that cannot be followed')
  }
  der.odd('encoding', field, at, 'has an indefinite length, which is BER and not DER')
  const from = der.cursor.pos
  // The breaches inside are told when the contents are read, not while their end is searched.
  const search = new Der(der.cursor)
  while (search.peek(field) !== 0) readElement(search, field, depth + 1)
  const to = der.cursor.pos
  der.cursor.skip(2, field)
  return { tag, at, from, to, end: der.cursor.pos }
}

function hexOctet(value: number): string {
  return value.toString(16).padStart(2, '0')
}
