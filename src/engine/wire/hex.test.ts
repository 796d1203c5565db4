import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from './hex.ts'

test('hex: every byte there and back', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  assert.equal(toHex(all).length, 512)
  assert.deepEqual(fromHex(toHex(all)), all)
})

const readings: [text: string, bytes: number[]][] = [
  ['', []],
  ['15 03 01', [0x15, 3, 1]],
  ['15:03-01\n', [0x15, 3, 1]],
  ['2A2a', [0x2a, 0x2a]],
  ['123', [0x12]],
]
for (const [text, bytes] of readings)
  test(`hex: reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(fromHex(text), Uint8Array.from(bytes))
  })

test('hex: writes two lower-case digits a byte', () => {
  assert.equal(toHex(Uint8Array.of(0, 0x0a, 0xff)), '000aff')
  assert.equal(toHex(new Uint8Array(0)), '')
})
