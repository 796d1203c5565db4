import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cursor } from '../wire/cursor.ts'
import { fromHex } from '../wire/hex.ts'
import { Der } from './der.ts'
import { readTime } from './time.ts'

const der = (hex: string) => new Der(new Cursor(fromHex(hex)))
const text = (tag: string, value: string) =>
  tag +
  value.length.toString(16).padStart(2, '0') +
  Array.from(value, (letter) => letter.charCodeAt(0).toString(16)).join('')

test('der: an element knows where it and its contents stand', () => {
  const reader = der('020101 300302012a')
  reader.any('first')
  const element = reader.element(0x30, 'second')
  assert.deepEqual(element, { tag: 0x30, at: 3, from: 5, to: 8, end: 8 })
  assert.equal(reader.inside(element).small('inner'), 42)
})

const readers = {
  any: (d: Der) => d.any('x'),
  boolean: (d: Der) => d.boolean('x'),
  integer: (d: Der) => d.integer('x'),
  small: (d: Der) => d.small('x'),
  oid: (d: Der) => d.oid('x'),
  bits: (d: Der) => d.bits('x'),
  bitOctets: (d: Der) => d.bitOctets('x'),
  sequence: (d: Der) => d.sequence('x'),
  time: (d: Der) => readTime(d, 'x'),
}

const faults: [why: string, read: keyof typeof readers, hex: string][] = [
  ['x: overrun at byte 0', 'any', ''],
  ['x: overrun at byte 1', 'any', '30'],
  ['x: overrun at byte 2', 'any', '300102 '.slice(0, 4)],
  ['x: overrun at byte 2', 'any', '300201'],
  ['x: a tag number above 30 at byte 0', 'any', '1f8101 00'],
  ['x: a length of more than four bytes at byte 0', 'any', '30850000000001 00'],
  ['x: an indefinite length that cannot be followed at byte 0', 'any', '0480 0000'],
  ['x: tag 02 where 30 is due at byte 0', 'sequence', '020101'],
  ['x: a BOOLEAN is one byte at byte 0', 'boolean', '01020000'],
  ['x: an INTEGER without contents at byte 0', 'integer', '0200'],
  ['x: a number outside 0 to 2147483647 at byte 0', 'small', '0201ff'],
  ['x: a number outside 0 to 2147483647 at byte 0', 'small', '02050100000000'],
  ['x: an object identifier cut short at byte 2', 'oid', '0600'],
  ['x: an object identifier cut short at byte 2', 'oid', '06022a86'],
  ['x: an arc with a needless leading byte at byte 2', 'oid', '06032a8001'],
  ['x: an arc beyond 53 bits at byte 2', 'oid', '060a2affffffffffffffff7f'],
  ['x: a BIT STRING with an impossible count of unused bits at byte 0', 'bits', '03020800'],
  ['x: a BIT STRING with an impossible count of unused bits at byte 0', 'bits', '0300'],
  ['x: a BIT STRING that is not of whole bytes at byte 0', 'bitOctets', '03020780'],
  ['x: neither UTCTime nor GeneralizedTime at byte 0', 'time', '020101'],
  ['x: a time that cannot be read at byte 2', 'time', text('17', '0905xx000000Z')],
  ['x: a date that does not exist at byte 2', 'time', text('17', '090230000000Z')],
  ['x: a date that does not exist at byte 2', 'time', text('17', '091301000000Z')],
]
for (const [why, read, hex] of faults) {
  test(`der: refuses ${hex || 'nothing'}: ${why}`, () =>
    assert.throws(() => readers[read](der(hex)), { name: 'WireError', message: why }))
}

const oddities: [text: string, read: keyof typeof readers, hex: string][] = [
  ['has a length that is longer than it needs to be', 'any', '04810100'],
  ['has a length that is longer than it needs to be', 'any', `0482007f${'00'.repeat(127)}`],
  ['has an indefinite length, which is BER and not DER', 'any', '3080 020101 0000'],
  ['is a BOOLEAN that is neither 00 nor FF', 'boolean', '010101'],
  ['is an INTEGER with needless leading bytes', 'integer', '02020001'],
  ['is an INTEGER with needless leading bytes', 'integer', '0202ffff'],
  ['is a BIT STRING whose unused bits are not zero', 'bits', '03020101'],
  ['is a time without seconds', 'time', text('17', '0905010000Z')],
  ['is a time that is not in UTC (Z)', 'time', text('17', '090501000000+0200')],
  ['is a time with a fraction', 'time', text('18', '20590501000000.5Z')],
  [
    'is a GeneralizedTime for a year that UTCTime is due for',
    'time',
    text('18', '20090501000000Z'),
  ],
]
for (const [why, read, hex] of oddities) {
  test(`der: goes on, and says of ${hex.slice(0, 24)} that it ${why}`, () => {
    const reader = der(hex)
    readers[read](reader)
    assert.deepEqual(
      reader.oddities.map((odd) => odd.text),
      [why],
    )
    assert.equal(reader.left, 0)
  })
}

test('der: minimal forms are no oddities', () => {
  const reader = der('0101ff 020100 02020080 0202ff7f 03020780 0200'.slice(0, 44))
  reader.boolean('x')
  for (let i = 0; i < 3; i++) reader.integer('x')
  reader.bits('x')
  assert.deepEqual(reader.oddities, [])
})

const times: [hex: string, iso: string][] = [
  [text('17', '491231235959Z'), '2049-12-31T23:59:59Z'],
  [text('17', '500101000000Z'), '1950-01-01T00:00:00Z'],
  [text('18', '20500101000000Z'), '2050-01-01T00:00:00Z'],
  [text('18', '99991231235959Z'), '9999-12-31T23:59:59Z'],
  [text('17', '090501000000+0200'), '2009-04-30T22:00:00Z'],
  [text('17', '120229000000Z'), '2012-02-29T00:00:00Z'],
]
for (const [hex, iso] of times) {
  test(`time: ${iso}`, () => assert.equal(readTime(der(hex), 'x'), Date.parse(iso) / 1000))
}

test('der: object identifiers of all roots', () => {
  assert.equal(der('06032a864886f70d'.replace('03', '06')).oid('x'), '1.2.840.113549')
  assert.equal(der('0603550403').oid('x'), '2.5.4.3')
  assert.equal(der('0603883703').oid('x'), '2.999.3')
})
