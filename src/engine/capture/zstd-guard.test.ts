import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeDecompressor } from './decompress.ts'
import { ZstdGuard } from './zstd-guard.ts'

const bytes = (annotated: string): Uint8Array =>
  Uint8Array.from(annotated.replace(/\/\/.*$/gm, '').match(/[0-9a-f]{2}/gi) ?? [], (h) =>
    parseInt(h, 16),
  )

// On this fzstd 0.1.1 never returns.
const endless = `
  28b52ffd 20 0a    // one segment of 10 bytes
  75 00 00          // the last block, compressed, of 14 bytes
  a2 80 02          // literals: 10 bytes from 10, with a tree
  06                // 6 bytes of weights
  f0 03             // accuracy 5; the first symbol has all 32 of it
  00 00 00 01       // bits of weights
  00 00 00 00`

// What `zstd` 1.5.4 makes of "hi", with a checksum, behind a skippable frame.
const sound = '502a4d18 03000000 ffffff 28b52ffd 04 58 110000 6869 fa3826ea'

const streams: [what: string, stream: string, fault: string | null][] = [
  ['weights without end', endless, 'a Huffman tree without end'],
  ['the same behind a sound frame', sound + endless, 'a Huffman tree without end'],
  ['a sound stream', sound, null],
  ['weights of two symbols', endless.replace('f0 03', 'e0 03'), null],
  ['the largest window', '28b52ffd 00 88 010000', null],
  ['a window beyond it', '28b52ffd 00 89 010000', 'a window of more than 128 MiB'],
  ['one segment beyond it', '28b52ffd a0 01000008 010000', 'a window of more than 128 MiB'],
  ['one segment of exbibytes', '28b52ffd e0 00000000000000ff', 'a window of more than 128 MiB'],
]
for (const [what, stream, fault] of streams) {
  test(`zstd guard: ${what}, byte by byte and at once`, () => {
    assert.equal(new ZstdGuard().findFault(bytes(stream)), fault)
    const guard = new ZstdGuard()
    let found: string | null = null
    for (const byte of bytes(stream)) found ??= guard.findFault(Uint8Array.of(byte))
    assert.equal(found, fault)
  })
}

test('zstd: what the guard refuses is a fault and not a hang', () => {
  const decompressor = makeDecompressor('zstd')
  const emit = (): void => undefined
  decompressor.push(bytes(endless), emit)
  decompressor.end(emit)
  assert.equal(decompressor.fault, 'a Huffman tree without end')
})
