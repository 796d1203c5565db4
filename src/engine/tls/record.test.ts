import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unhex } from '../crypto/octets.ts'
import { Cursor } from '../wire/cursor.ts'
import { findPlaintextAlert, readAlert } from './alert.ts'
import { findRecordFault, isPlausibleRecord, readRecordHeader } from './record.ts'

test('record header: type, version and length', () => {
  assert.deepEqual(readRecordHeader(new Cursor(unhex('16 0301 0200'))), {
    type: 22,
    version: 0x0301,
    length: 512,
  })
})

const starts: [what: string, bytes: string, plausible: boolean, fault: string | null][] = [
  ['a ClientHello', '16 0301 0200 010001fc', true, null],
  ['an alert', '15 0303 0002 0228', true, null],
  ['a ChangeCipherSpec', '14 0303 0001 01', true, null],
  ['application data', '17 0303 4100', true, null],
  ['an empty record of application data', '17 0301 0000', true, null],
  ['the largest record there is', '17 0303 4800', true, null],
  ['a record that is larger', '17 0303 4801', false, 'length'],
  ['a Chinese TLCP hello', '16 0101 0100 010000fc', true, null],
  ['a hello in a record of an odd version', '16 03ff 0100 010000fc', true, null],
  ['something else in a record of an odd version', '16 03ff 0100 0e', false, null],
  ['an empty handshake record', '16 0303 0000', false, null],
  ['an alert of a byte', '15 0303 0001 02', false, null],
  ['a long ChangeCipherSpec', '14 0303 0200', false, null],
  ['four bytes of a header', '16 0301 02', false, null],
  ['one byte', '16', false, null],
  ['no byte', '', false, null],
  ['HTTP', '48 5454 502f', false, 'type'],
  ['DTLS', '16 fefd 0000 00', false, 'version'],
  ['major version 1, minor 2', '16 0102 0000', false, 'version'],
]
for (const [what, bytes, plausible, fault] of starts) {
  test(`${what} ${plausible ? 'may' : 'does not'} start a stream`, () => {
    const data = unhex(`aa ${bytes} bb`)
    assert.equal(isPlausibleRecord(data, 1, data.length - 1), plausible)
    assert.equal(findRecordFault(data, 1, data.length - 1), fault)
  })
}

test('alert: level and description', () => {
  assert.deepEqual(readAlert(new Cursor(unhex('02 28'))), { level: 2, description: 40 })
})

const faults: [why: string, bytes: string][] = [
  ['description: overrun at byte 1', '02'],
  ['Alert: trailing at byte 2', '02 28 00'],
]
for (const [why, bytes] of faults) {
  test(`alert: ${why}`, () =>
    assert.throws(() => readAlert(new Cursor(unhex(bytes))), { name: 'WireError', message: why }))
}

test('only an alert of two bytes is in clear', () => {
  assert.deepEqual(findPlaintextAlert(unhex('01 00')), { level: 1, description: 0 })
  assert.equal(findPlaintextAlert(unhex('02')), undefined)
  assert.equal(findPlaintextAlert(unhex('00'.repeat(24))), undefined)
})
