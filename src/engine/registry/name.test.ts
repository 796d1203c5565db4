import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as grease from './grease.ts'
import * as name from './name.ts'
import { greaseRows } from './tables/grease.ts'

const names: [what: string, text: string, expected: string][] = [
  ['an alert', name.nameOfAlert(42), 'bad_certificate'],
  ['an alert that nobody registered', name.nameOfAlert(200), 'unknown (0xc8)'],
  ['a suite', name.nameOfCipherSuite(0x1301), 'TLS_AES_128_GCM_SHA256'],
  ['an unknown suite', name.nameOfCipherSuite(0x1a2b), 'unknown (0x1a2b)'],
  ['a suite of GREASE', name.nameOfCipherSuite(0x1a1a), 'GREASE (0x1a1a)'],
  ['a draft', name.nameOfVersion(0x7f1c), 'TLS 1.3 (draft 28)'],
  ['a mode of GREASE', name.nameOfPskMode(0x2a), 'GREASE (0x2a)'],
  ['a mode', name.nameOfPskMode(1), 'psk_dhe_ke'],
]
for (const [what, text, expected] of names) {
  test(`names ${what}`, () => assert.equal(text, expected))
}

function valuesOf(where: string): number[] {
  return greaseRows
    .filter(
      (row) =>
        row.where.startsWith(where) && row.value.startsWith('0x') && !row.value.includes('?'),
    )
    .map((row) => Number(row.value))
}

test('GREASE is exactly what RFC 8701 lists', () => {
  const listed = new Set(valuesOf('cipher suite'))
  for (let code = 0; code < 0x10000; code++) assert.equal(grease.isGrease(code), listed.has(code))
  const modes = new Set(valuesOf('psk_key_exchange_mode'))
  for (let code = 0; code < 0x100; code++)
    assert.equal(grease.isGreasePskMode(code), modes.has(code))
})

test('GREASE of ALPN and QUIC', () => {
  assert.ok(grease.isGreaseAlpn(Uint8Array.of(0x3a, 0x3a)))
  assert.ok(!grease.isGreaseAlpn(Uint8Array.of(0x68, 0x32)))
  assert.ok(grease.isGreaseQuicVersion(0xfa1a2a3a))
  assert.ok(!grease.isGreaseQuicVersion(1))
  assert.ok(grease.isGreaseTransportParameter(58n))
  assert.ok(!grease.isGreaseTransportParameter(59n))
})
