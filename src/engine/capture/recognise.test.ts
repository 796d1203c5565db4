import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'fflate'
import { contents, readCapture, someFrames } from '../../../test/captures.ts'
import { UsageError } from '../wire/usage-error.ts'
import type { Decompressor } from './decompress.ts'
import { createReader, NotACapture } from './recognise.ts'
import { writePcap } from './write-pcap.ts'
import { writePcapng } from './write-pcapng.ts'

const text = (content: string): Uint8Array => new TextEncoder().encode(content)
const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (h) => parseInt(h, 16))

const frames = someFrames()
const pcap = writePcap(frames)

const strangers: [content: Uint8Array, what: string][] = [
  [new Uint8Array(0), 'there is nothing at all'],
  [text('x'), 'it is text that begins "x"'],
  [text('GET / HTTP/1.1\r\nHost: a\r\n'), 'it is text that begins "GET / HTTP/1.1"'],
  [text('\n\n  '), 'it is text with nothing in it'],
  [text('<!DOCTYPE html><p>'), 'it is a web page ("<!DOCTYPE html><p>")'],
  [text('-----BEGIN PRIVATE KEY-----\nMC4C\n'), 'it is a PEM file (PRIVATE KEY)'],
  [
    text(`CLIENT_RANDOM ${'5a'.repeat(32)} ${'0b'.repeat(48)}\n`),
    'it is a TLS key log (NSS format): give it as --keylog beside a capture',
  ],
  [
    text('000000 00 e0 1e a7 05 6f 00 10'),
    'it is a hex dump ("000000 00 e0 1e a7 05 6f 00 10"): convert it with text2pcap',
  ],
  [bytes('fffe 68006900'), 'it is text that begins "hi"'],
  [bytes('7f454c46 02010100 00000000'), 'it looks like an ELF program or library'],
  [text('%PDF-1.7\n'), 'it looks like a PDF document'],
  [bytes('89504e47 0d0a1a0a 0000000d'), 'it looks like a PNG picture'],
  [bytes('504b0304 1400'), 'it looks like a ZIP archive: unpack it first'],
  [new Uint8Array(700), 'the first 512 bytes are all zero'],
  [bytes('0102030405'), 'the first bytes are 01 02 03 04 05'],
  [bytes('474d4255 0003'), 'the first bytes are 47 4d 42 55 00 03'],
  [gzipSync(text('hello')), 'gzip data, and inside it is text that begins "hello"'],
  [gzipSync(new Uint8Array(0)), 'gzip data, and inside there is nothing at all'],
]
for (const [content, what] of strangers) {
  for (const pieceLength of [1, 1000]) {
    test(`no capture, in pieces of ${pieceLength}: ${what}`, () => {
      assert.throws(() => readCapture(content, pieceLength), {
        name: 'NotACapture',
        message: `not a capture file: ${what}`,
      })
    })
  }
}

test('no capture: is a usage error, for shells that know only those', () => {
  assert.ok(new NotACapture('a cat') instanceof UsageError)
})

test('a name is never asked for: pcap and pcapng are told apart by their bytes', () => {
  assert.equal(readCapture(pcap).file.format, 'pcap')
  assert.equal(readCapture(writePcapng(frames)).file.format, 'pcapng')
})

const empties: [what: string, capture: Uint8Array][] = [
  ['pcap', writePcap([])],
  ['pcapng', writePcapng([])],
  ['pcap in gzip', gzipSync(writePcap([]))],
]
for (const [what, capture] of empties) {
  test(`an empty capture is a capture: ${what}`, () => {
    const { frames: none, file } = readCapture(capture)
    assert.deepEqual(none, [])
    assert.deepEqual(file.problems, [])
    assert.equal(file.firstTime, null)
  })
}

for (const pieceLength of [1, 7, 100_000]) {
  test(`gzip: is unwrapped, in pieces of ${pieceLength}`, () => {
    const read = readCapture(gzipSync(pcap), pieceLength)
    assert.deepEqual(contents(read.frames), frames)
    assert.equal(read.file.format, 'pcap+gzip')
    assert.equal(read.file.bytes, pcap.length)
    assert.deepEqual(read.file.problems, [])
  })
}

test('gzip: several members are one file', () => {
  const half = pcap.length >> 1
  const first = gzipSync(pcap.subarray(0, half))
  const second = gzipSync(pcap.subarray(half))
  const read = readCapture(Uint8Array.of(...first, ...second))
  assert.deepEqual(contents(read.frames), frames)
})

test('gzip in gzip is unwrapped, and a third time is not', () => {
  const twice = gzipSync(gzipSync(pcap))
  assert.equal(readCapture(twice).file.format, 'pcap+gzip+gzip')
  assert.throws(() => readCapture(gzipSync(twice)), /gzip\+gzip data, and inside the first bytes/)
})

test('gzip: wherever it is cut, what could be unpacked is read and a problem tells', () => {
  const packed = gzipSync(pcap)
  let most = 0
  for (let kept = 60; kept < packed.length; kept++) {
    const { frames: survivors, file } = readCapture(packed.slice(0, kept))
    assert.deepEqual(contents(survivors), frames.slice(0, survivors.length))
    assert.ok(survivors.length >= most, `cut after ${kept}`)
    most = survivors.length
    assert.match(
      file.problems.map(({ message }) => message).join('\n'),
      /gzip data damaged or cut: /,
      `cut after ${kept}`,
    )
  }
  assert.equal(most, frames.length)
})

test('gzip: a bomb is unpacked in pieces and remains a file of nothing', () => {
  const packed = gzipSync(new Uint8Array(64 * 1024 * 1024))
  assert.throws(() => readCapture(packed), /the first 512 bytes are all zero/)
})

test('a faster decompressor can take the place of the engine’s own', () => {
  class Reversed implements Decompressor {
    fault: string | null = null
    push(packed: Uint8Array, emit: (unpacked: Uint8Array) => void): void {
      if (packed.length > 0) emit(pcap)
    }
    end(): void {
      this.fault = 'something at the end'
    }
  }
  const read = readCapture(bytes('1f8b08 000000000000000000'), 100, {
    decompressor: (compression) => (compression === 'gzip' ? new Reversed() : null),
  })
  assert.equal(read.frames.length, frames.length)
  assert.equal(read.file.problems[0]?.message, 'gzip data damaged or cut: something at the end')
})

test('what the sink throws passes through, compressed or not', () => {
  for (const capture of [pcap, gzipSync(pcap)]) {
    const reader = createReader(() => {
      throw new RangeError('ours')
    })
    assert.throws(() => {
      reader.push(capture)
      reader.end()
    }, /ours/)
  }
})
