import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lz4Decompressor } from './lz4.ts'

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (h) => parseInt(h, 16))

function unpack(packed: Uint8Array, pieceLength = 1): { text: string; fault: string | null } {
  const decompressor = new Lz4Decompressor()
  let text = ''
  const emit = (part: Uint8Array): void => {
    text += String.fromCharCode(...part)
  }
  for (let at = 0; at < packed.length; at += pieceLength)
    decompressor.push(packed.subarray(at, at + pieceLength), emit)
  decompressor.end(emit)
  return { text, fault: decompressor.fault }
}

// What `lz4` 1.9.4 made of the text, with default options and with `-BX --content-size`.
const text = `${'abc'.repeat(15)}-the end-${'abc'.repeat(6)}`
const plain = `
  04224d18 64 40 a7 // magic, flags: version 1, independent blocks, content checksum; 64 KiB; header checksum
  19000000          // 25 bytes of block
  3f 616263 0300 17 // 3 literals, a match 3 back of 4 + 15 + 23
  99 2d74686520656e642d 3300 // 9 literals, a match 51 back of 13
  50 6263616263     // the last 5 are literals
  00000000 89a482a7 // end mark, content checksum`
const checked = `
  04224d18 7c 40 4800000000000000 2b
  19000000 3f 616263 0300 17 99 2d74686520656e642d 3300 50 6263616263 51225f99
  00000000 89a482a7`
// Two linked blocks by hand: the second is one match into the first.
const linked = `
  04224d18 40 40 c0
  06000080 666f6f626172 // stored: foobar
  05000000 02 0600 10 21 // no literals, a match 6 back of 6, and one literal
  00000000`
const skippable = `502a4d18 03000000 ffffff`

const strip = (annotated: string): Uint8Array => bytes(annotated.replace(/\/\/.*$/gm, ''))

const streams: [what: string, packed: Uint8Array, unpacked: string][] = [
  ['a frame', strip(plain), text],
  ['block checksums and a content size', strip(checked), text],
  ['two frames and a skippable one between', strip(plain + skippable + checked), text + text],
  ['a stored block', bytes('04224d18 40 40 c0 02000080 6869 00000000'), 'hi'],
  ['a block that refers to the one before', strip(linked), 'foobarfoobar!'],
  ['an empty frame', bytes('04224d18 40 40 c0 00000000'), ''],
]
for (const [what, packed, unpacked] of streams) {
  for (const pieceLength of [1, 5, 1000]) {
    test(`lz4: ${what}, in pieces of ${pieceLength}`, () => {
      assert.deepEqual(unpack(packed, pieceLength), { text: unpacked, fault: null })
    })
  }
}

const faults: [what: string, packed: string, fault: string, unpacked: string][] = [
  [
    'junk behind a frame',
    '04224d18 40 40 c0 00000000 11111111',
    'no frame where one should begin',
    '',
  ],
  ['another version', '04224d18 80 40 c0', 'a frame header that is none', ''],
  ['a block size of its own', '04224d18 40 30 c0', 'a frame header that is none', ''],
  [
    'a block beyond the limit',
    '04224d18 40 40 c0 01000100',
    'a block of 65537 bytes is longer than its frame allows',
    '',
  ],
  [
    'a match before the beginning',
    '04224d18 40 40 c0 05000000 10 61 0200 00 00000000',
    'a match refers to before the beginning',
    'a',
  ],
  [
    'a match at distance nought',
    '04224d18 40 40 c0 05000000 10 61 0000 00 00000000',
    'a match refers to before the beginning',
    'a',
  ],
  ['a cut block', '04224d18 40 40 c0 0a000000 20 6162', 'the file ends inside a frame', 'ab'],
]
for (const [what, packed, fault, unpacked] of faults) {
  test(`lz4: says what is wrong and gives what it has: ${what}`, () => {
    assert.deepEqual(unpack(bytes(packed)), { text: unpacked, fault })
  })
}

test('lz4: a block that unpacks to more than its frame allows stops there', () => {
  // 1 literal, then a match of 4 + 15 + 300 × 255: 76,519 bytes where 65,536 are allowed.
  const block = `1f 61 0100 ${'ff'.repeat(300)} 00`
  const packed = bytes(`04224d18 40 40 c0 31010000 ${block}`)
  assert.equal(unpack(packed).fault, 'a block unpacks to more than its frame allows')
})

test('lz4: wherever it is cut, what it unpacks is the beginning of the whole', () => {
  const packed = strip(checked)
  for (let kept = 1; kept < packed.length; kept++) {
    const { text: part, fault } = unpack(packed.subarray(0, kept))
    assert.ok(text.startsWith(part), `cut after ${kept}`)
    assert.equal(fault, 'the file ends inside a frame', `cut after ${kept}`)
  }
})
