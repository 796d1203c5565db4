import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cursor } from '../wire/cursor.ts'
import { readEapol } from './eapol.ts'
import { readEapPacket, readEapTlsFragment } from './packet.ts'
import { findAttribute, isRadius, radius, readRadius } from './radius.ts'

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))
const cursor = (hex: string) => new Cursor(bytes(hex))

test('EAP: a response, and the padding of the link behind it', () => {
  assert.deepEqual(readEapPacket(cursor('02 07 0007 0d abcd 0000')), {
    code: 2,
    identifier: 7,
    type: 13,
    data: bytes('abcd'),
    dataFrom: 5,
  })
})

test('EAP: success has neither type nor data', () => {
  const { code, type, data } = readEapPacket(cursor('03 07 0004'))
  assert.deepEqual([code, type, data.length], [3, null, 0])
})

const fragments: [what: string, method: number, wire: string, expected: object][] = [
  [
    'a start',
    13,
    '20',
    { start: true, moreFragments: false, messageLength: null, data: bytes('') },
  ],
  [
    'the first of several',
    13,
    'c0 00000100 abcd',
    { moreFragments: true, messageLength: 256, data: bytes('abcd') },
  ],
  ['the version of PEAP', 25, '81 00000002 abcd', { version: 1, messageLength: 2 }],
  [
    'TEAP with TLVs outside',
    55,
    '11 00000002 abcd ee0f',
    { outerTlvLength: 2, data: bytes('abcd') },
  ],
  ['the same bit elsewhere', 13, '10 abcd', { outerTlvLength: null, data: bytes('abcd') }],
]
for (const [what, method, wire, expected] of fragments) {
  test(`EAP-TLS fragment: ${what}`, () => {
    const fragment = readEapTlsFragment(cursor(wire), method)
    assert.deepEqual({ ...fragment, ...expected }, fragment)
  })
}

test('EAPOL: body and where it stands', () => {
  const { version, type, body, bodyFrom } = readEapol(cursor('02 00 0004 03070004 00'))
  assert.deepEqual([version, type, body, bodyFrom], [2, 0, bytes('03070004'), 4])
})

const request = `01 05 0023 ${'a5'.repeat(16)} 01 03 61 4f 06 02070004 4f 06 aabbccdd`

test('RADIUS: attributes in order', () => {
  const packet = readRadius(cursor(request))
  assert.equal(packet.code, radius.accessRequest)
  assert.equal(packet.identifier, 5)
  assert.deepEqual(findAttribute(packet, radius.userName), bytes('61'))
  assert.deepEqual(
    packet.attributes.map(({ type, valueFrom }) => [type, valueFrom]),
    [
      [1, 22],
      [79, 25],
      [79, 31],
    ],
  )
  assert.equal(isRadius(bytes(request), 0, 35), true)
  assert.equal(isRadius(bytes(request), 0, 34), false)
})

const faults: [why: string, read: (c: Cursor) => unknown, wire: string][] = [
  ['length: overrun at byte 2', readRadius, `01 05 0013 ${'a5'.repeat(16)}`],
  ['length: overrun at byte 21', readRadius, `01 05 0016 ${'a5'.repeat(16)} 01 01`],
  ['value: overrun at byte 22', readRadius, `01 05 0016 ${'a5'.repeat(16)} 01 05`],
  ['type_data: overrun at byte 5', readEapPacket, '02 07 0009 0d abcd'],
  ['packet_body: overrun at byte 4', readEapol, '02 00 0004 0307'],
]
for (const [why, read, wire] of faults) {
  test(`refuses: ${why}`, () =>
    assert.throws(() => read(cursor(wire)), { name: 'WireError', message: why }))
}

const readers: [name: string, read: (c: Cursor) => unknown, wire: string][] = [
  ['EAP', readEapPacket, '02 07 0007 0d abcd'],
  ['EAP-TLS fragment', (c) => readEapTlsFragment(c, 13), 'c0 00000100 abcd'],
  ['EAPOL', readEapol, '02 00 0004 03070004'],
  ['RADIUS', readRadius, request],
]
for (const [name, read, wire] of readers) {
  test(`${name}: wherever the capture is cut, it says truncated`, () => {
    const whole = bytes(wire)
    for (let kept = 0; kept < whole.length; kept++) {
      const cut = new Cursor(whole.subarray(0, kept), 0, whole.length)
      assert.throws(() => read(cut), { fault: 'truncated' }, `cut after ${kept}`)
    }
  })
}
