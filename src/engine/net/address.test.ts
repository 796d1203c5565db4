import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ip4Text, ip6Text, macText } from './address.ts'
import { bytesOf } from './frame-builder.ts'

const cases: [hex: string, text: string][] = [
  ['20010db8 00000000 00000000 00000001', '2001:db8::1'],
  ['00000000 00000000 00000000 00000000', '::'],
  ['00000000 00000000 00000000 00000001', '::1'],
  ['20010db8 00000000 00010000 00000001', '2001:db8::1:0:0:1'],
  ['20010db8 00010001 00010001 00000001', '2001:db8:1:1:1:1:0:1'],
  ['fe800000 00000000 00000000 00000000', 'fe80::'],
  ['00000000 00000000 0000ffff c0000201', '::ffff:192.0.2.1'],
  ['20010DB8 00010002 00030004 00050006', '2001:db8:1:2:3:4:5:6'],
]
for (const [hex, text] of cases) {
  test(`writes ${text}`, () => assert.equal(ip6Text(bytesOf(`ff ${hex}`), 1), text))
}

test('writes IPv4 and MAC addresses', () => {
  assert.equal(ip4Text(bytesOf('c0000201'), 0), '192.0.2.1')
  assert.equal(macText(bytesOf('0200000000ab'), 0), '02:00:00:00:00:ab')
})
