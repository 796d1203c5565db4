import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contents, readCapture, someFrames } from '../../../test/captures.ts'
import { ByteBuilder } from './byte-builder.ts'
import { UsageError } from '../wire/usage-error.ts'
import { writePcap } from './write-pcap.ts'
import type { WrittenFrame } from './written-frame.ts'

const frames = someFrames()
const standard = 0xa1b2c3d4

interface Layout {
  magic?: number
  version?: [major: number, minor: number]
  snapLength?: number
  network?: number
  /** Bytes behind the file header. */
  extra?: number
  /** Bytes behind the 16 of each record header. */
  more?: number
  swapLengths?: boolean
  fraction?: (nanos: number) => number
}

function write(list: readonly WrittenFrame[], layout: Layout, bigEndian = false): Uint8Array {
  const { magic = standard, version = [2, 4], network = 1, extra = 0, more = 0 } = layout
  const fraction = layout.fraction ?? ((nanos) => nanos / 1000)
  const out = new ByteBuilder(bigEndian)
  out.u32(magic).u16(version[0]).u16(version[1]).u32(0).u32(0)
  out
    .u32(layout.snapLength ?? 65_535)
    .u32(network)
    .zeros(extra)
  for (const { seconds, nanos, bytes, wholeLength } of list) {
    const lengths = [bytes.length, wholeLength]
    if (layout.swapLengths === true) lengths.reverse()
    out.u32(seconds).u32(fraction(nanos)).u32(lengths[0]!).u32(lengths[1]!)
    for (let i = 0; i < more; i++) out.u8(0xa5)
    out.bytes(bytes)
  }
  return out.finish()
}

const variants: [name: string, layout: Layout][] = [
  ['modified by Kuznetzov', { magic: 0xa1b2cd34, more: 8 }],
  ['modified, of 1999', { magic: 0xa1b2cd34, more: 12 }],
  ['modified magic, plain headers', { magic: 0xa1b2cd34 }],
  ['plain magic, modified headers', { more: 8 }],
  ['Nokia', { more: 4 }],
  ['AIX', { version: [2, 2], network: 6, fraction: (nanos) => nanos }],
  ['IXIA hardware', { magic: 0x1c0001ac, extra: 4, fraction: (nanos) => nanos }],
  ['IXIA software', { magic: 0x1c0001ab, extra: 4 }],
  ['version 2.1 with lengths the other way round', { version: [2, 1], swapLengths: true }],
  ['version 2.3 with lengths the other way round', { version: [2, 3], swapLengths: true }],
  ['version 2.3', { version: [2, 3] }],
]
for (const [name, layout] of variants) {
  for (const bigEndian of [false, true]) {
    for (const pieceLength of [1, 64, 10_000]) {
      const how = `${bigEndian ? 'big' : 'little'}-endian, in pieces of ${pieceLength}`
      test(`pcap: ${name}, ${how}`, () => {
        const read = readCapture(write(frames, layout, bigEndian), pieceLength)
        assert.deepEqual(contents(read.frames), frames)
        assert.deepEqual(read.file.problems, [])
      })
    }
  }
}

test('pcap: the frame check sequence that the link type announces is no part of the frame', () => {
  const network = 0x2400_0001 // two words of 16 bits, flag, Ethernet
  const whole = frames.map((frame) => ({
    ...frame,
    wholeLength: frame.wholeLength + 4,
    bytes:
      frame.wholeLength > frame.bytes.length
        ? frame.bytes
        : Uint8Array.of(...frame.bytes, 1, 2, 3, 4),
  }))
  assert.deepEqual(contents(readCapture(write(whole, { network })).frames), frames)
})

test('pcap: a record longer than 256 KiB is read where the snap length allows it', () => {
  const long = [{ ...frames[0]!, wholeLength: 300_000, bytes: new Uint8Array(300_000) }]
  assert.equal(readCapture(write(long, { snapLength: 400_000 })).frames[0]?.bytes.length, 300_000)
  const refused = readCapture(write(long, { snapLength: 65_535 }))
  assert.deepEqual(
    refused.file.problems.map(({ at, message }) => [at, message]),
    [[24, 'a record header says 300000 captured bytes']],
  )
})

test('pcap: more captured than was on the wire is told, and the frame kept', () => {
  const odd = [{ ...frames[0]!, wholeLength: 10 }]
  const read = readCapture(writePcap(odd))
  assert.equal(read.frames[0]?.wholeLength, 60)
  assert.deepEqual(read.file.problems, [
    { at: 40, frame: 1, message: '60 bytes captured of a frame of 10' },
  ])
})

test('pcap: a fraction beyond the second is carried into the seconds, and told', () => {
  const read = readCapture(write(frames.slice(0, 1), { fraction: () => 2_500_000 }))
  assert.equal(read.frames[0]?.seconds, 1_247_566_355)
  assert.equal(read.frames[0].nanos, 500_000_000)
  assert.deepEqual(read.file.problems, [
    { at: 28, frame: 1, message: 'the fraction of the second is 2500000 of 1000000' },
  ])
})

test('pcap: another version is read as 2.4, and told', () => {
  const read = readCapture(write(frames, { version: [3, 0] }))
  assert.equal(read.frames.length, 5)
  assert.equal(read.file.problems[0]?.message, 'version 3.0 of the format: read as 2.4')
})

// Records of 76, 77, 78, 79 and 90 bytes from 24 on: the third begins at 177.
const third = 24 + 76 + 77
const damages: [what: string, at: number, bytes: number[], problem: string, lost: number[]][] = [
  [
    'a captured length of 4 GiB',
    third + 8,
    [0xff, 0xff, 0xff, 0xff],
    'a record header says 4294967295 captured bytes; 78 bytes passed over',
    [2],
  ],
  [
    'a header of zeros',
    third,
    new Array<number>(16).fill(0),
    'a record header is all zeros; 78 bytes passed over',
    [2],
  ],
  [
    'a captured length that reaches beyond the end',
    third + 8,
    [0x00, 0x00, 0x01, 0x00],
    'a record needs 65552 bytes, and the file ends after 247; 78 bytes passed over',
    [2],
  ],
]
for (const [what, at, bytes, problem, lost] of damages) {
  for (const pieceLength of [1, 50, 10_000]) {
    test(`pcap: reading goes on behind ${what}, in pieces of ${pieceLength}`, () => {
      const damaged = writePcap(frames)
      damaged.set(bytes, at)
      const { frames: survivors, file } = readCapture(damaged, pieceLength)
      assert.deepEqual(
        contents(survivors),
        frames.filter((_, i) => !lost.includes(i)),
      )
      assert.deepEqual(file.problems, [{ at: third, frame: null, message: problem }])
    })
  }
}

test('pcap: reading goes on behind a hole of megabytes, in pieces of any size', () => {
  const whole = writePcap(frames)
  const hole = 3_000_000
  const damaged = new Uint8Array(whole.length + hole)
  damaged.set(whole.subarray(0, third))
  damaged.fill(0x55, third, third + hole)
  damaged.set(whole.subarray(third), third + hole)
  for (const pieceLength of [1000, 65_536, damaged.length]) {
    const { frames: survivors, file } = readCapture(damaged, pieceLength)
    assert.deepEqual(contents(survivors), frames)
    assert.deepEqual(file.problems, [
      {
        at: third,
        frame: null,
        message: `a record header says 1431655765 captured bytes; ${hole} bytes passed over`,
      },
    ])
  }
})

test('pcap: a frame with a wrong time does not keep the reader from finding its way', () => {
  const wrong = frames.map((frame, i) => (i === 1 ? { ...frame, seconds: 4_000_000_000 } : frame))
  const damaged = writePcap(wrong)
  damaged.set([0xff, 0xff, 0xff, 0xff], third + 8)
  const survivors = contents(readCapture(damaged).frames)
  assert.deepEqual(
    survivors,
    wrong.filter((_, i) => i !== 2),
  )
})

test('pcap: problems are bounded and counted', () => {
  const odd = Array.from({ length: 1000 }, () => ({ ...frames[0]!, wholeLength: 10 }))
  const { file } = readCapture(writePcap(odd))
  assert.equal(file.problems.length, 101)
  assert.equal(file.problems[100]?.message, '900 more problems not listed')
})

test('pcap: frames of two link types cannot be written', () => {
  assert.throws(() => writePcap([...frames, ...someFrames(101)]), UsageError)
})
