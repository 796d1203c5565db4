import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contents, readCapture, someFrames } from '../../../test/captures.ts'
import { UsageError } from '../wire/usage-error.ts'
import { ByteBuilder } from './byte-builder.ts'
import { findNote } from './netmon.ts'
import { writeNetmon } from './write-netmon.ts'
import type { WrittenFrame } from './written-frame.ts'

const frames = someFrames()
const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (h) => parseInt(h, 16))

/** A file with its 32-bit words at some offsets replaced. */
function change(capture: Uint8Array, ...words: [at: number, value: number][]): Uint8Array {
  const view = new DataView(capture.buffer)
  for (const [at, value] of words) view.setUint32(at, value, true)
  return capture
}

/** Version 2.1 with one frame of a media type. */
function withMedia(media: number, payload: Uint8Array): Uint8Array {
  const frame: WrittenFrame = { ...frames[0]!, bytes: payload, wholeLength: payload.length }
  const capture = writeNetmon([frame])
  new DataView(capture.buffer).setUint16(128 + 16 + payload.length, media, true)
  return capture
}

const carried = bytes('00 11 22 33 44 55 66 77')
const media: [what: string, media: number, linkType: number][] = [
  ['unset, which is Ethernet', 0, 1],
  ['Ethernet', 1, 1],
  ['Token Ring', 2, 6],
  ['FDDI', 3, 10],
  ['a tunnel', 7, 101],
  ['mobile broadband', 8, 101],
  ['raw IP', 9, 101],
  ['a converted pcap of Linux cooked frames', 0xe071, 113],
  ['802.11 of Message Analyzer', 0xe080, 105],
]
for (const [what, type, linkType] of media) {
  test(`Network Monitor: media type ${type} is ${what}`, () => {
    const read = readCapture(withMedia(type, carried))
    assert.equal(read.frames[0]?.linkType, linkType)
    assert.deepEqual(read.frames[0].bytes, carried)
    assert.deepEqual([...read.file.linkTypes], [linkType])
  })
}

for (const note of [0xfffb, 0xfffc, 0xfffd, 0xfffe, 0xffff, 0xe081, 10]) {
  test(`Network Monitor: a note of type ${note} keeps its number and is on no link`, () => {
    const read = readCapture(withMedia(note, carried))
    assert.equal(read.frames[0]?.number, 1)
    assert.equal(findNote(read.frames[0].linkType), note)
    assert.deepEqual([...read.file.linkTypes], [])
    assert.equal(findNote(1), null)
  })
}

test('Network Monitor: radio metadata is taken off 802.11 frames', () => {
  const read = readCapture(withMedia(6, bytes('02 0500 aabb 08 01 02')))
  assert.deepEqual(read.frames[0]?.bytes, bytes('08 01 02'))
  assert.equal(read.frames[0].wholeLength, 3)
  assert.equal(read.frames[0].linkType, 105)
})

const captureProvider = '6e00d62e 2947 0946 b4233ee7bcd678ef'
function event(provider: string, id: number, keywords: number, extended: number): Uint8Array {
  const out = new ByteBuilder()
  out.zeros(24).bytes(bytes(provider)).u16(id).zeros(6).u32(keywords).zeros(28)
  out
    .u16(0)
    .u16(0)
    .u16(extended)
    .u16(12 + carried.length)
    .u8(0)
  for (let i = 0; i < extended; i++) out.u16(0).u16(0).u16(0).u16(8).zeros(8)
  return out.u32(7).u32(7).u32(carried.length).bytes(carried).finish()
}

const events: [what: string, payload: Uint8Array, linkType: number][] = [
  ['Ethernet', event(captureProvider, 1001, 0x4000_0001, 0), 1],
  ['Ethernet behind an extended item', event(captureProvider, 1001, 0, 1), 1],
  ['mobile broadband', event(captureProvider, 1001, 0x200, 0), 101],
  ['802.11', event(captureProvider, 1001, 0x1_0000, 0), 105],
]
for (const [what, payload, linkType] of events) {
  test(`Network Monitor: the frame inside an event of netsh trace: ${what}`, () => {
    const frame = readCapture(withMedia(0xffe0, payload)).frames[0]
    assert.deepEqual(frame?.bytes, carried)
    assert.equal(frame.linkType, linkType)
    assert.equal(frame.wholeLength, carried.length)
    assert.equal(frame.offset, 128 + 16 + payload.length - carried.length)
  })
}

test('Network Monitor: events of others stay notes, wherever they are cut', () => {
  const whole = event(captureProvider, 1001, 0, 1)
  const others = [event('00'.repeat(16), 1001, 0, 0), event(captureProvider, 1002, 0, 0)]
  for (const payload of others)
    assert.equal(findNote(readCapture(withMedia(0xffe0, payload)).frames[0]!.linkType), 0xffe0)
  for (let kept = 1; kept < whole.length - carried.length; kept++) {
    const frame = readCapture(withMedia(0xffe0, whole.subarray(0, kept))).frames[0]
    assert.equal(findNote(frame!.linkType), 0xffe0, `cut after ${kept}`)
  }
})

// The year, month, weekday, day, hour, minute, second and millisecond of the start, and frame 1 of the story.
const start = { seconds: Date.UTC(2009, 6, 14, 10, 12, 33) / 1000, nanos: 105_000_000 }
const first: WrittenFrame = { ...frames[0]!, ...start }

const deltas: [
  what: string,
  version: '1.1' | '2.0',
  stamp: bigint,
  seconds: number,
  nanos: number,
][] = [
  ['milliseconds of 1.1', '1.1', 1_895n, 2, 0],
  ['the most that 1.1 can hold', '1.1', 0xffff_ffffn, 4_294_967, 400_000_000],
  ['microseconds of 2.0', '2.0', 110n, 0, 105_110_000],
  ['hours in microseconds', '2.0', 7_200_000_001n, 7200, 105_001_000],
  ['before the start, as a negative number', '2.0', -200_000n, -1, 905_000_000],
  // Ten times this is 46 below 2^64: 46 ticks of 100 ns before the start.
  [
    'before the start, as the wrap-around of a positive one',
    '2.0',
    1_844_674_407_370_955_157n,
    0,
    104_995_400,
  ],
]
for (const [what, version, stamp, seconds, nanos] of deltas) {
  test(`Network Monitor: times: ${what}`, () => {
    const capture = writeNetmon([first], version)
    const view = new DataView(capture.buffer)
    if (version === '1.1') view.setUint32(128, Number(stamp), true)
    else view.setBigUint64(128, BigInt.asUintN(64, stamp), true)
    const frame = readCapture(capture).frames[0]
    assert.deepEqual([frame!.seconds - start.seconds, frame!.nanos], [seconds, nanos])
  })
}

test('Network Monitor: the times of 2.3 are in UTC, whatever the header says', () => {
  const capture = writeNetmon([first], '2.3')
  capture[8 + 8] = 3 // the header's hour, as local time seven hours west of Greenwich
  assert.equal(readCapture(capture).frames[0]?.seconds, start.seconds)
})

test('Network Monitor: a time of 2.3 that is missing gives way to that of the header, and is told once', () => {
  const capture = writeNetmon([first, first], '2.3')
  const trailer = 128 + 16 + 60 + 6
  change(capture, [trailer, 0], [trailer + 4, 0], [trailer + 91, 0], [trailer + 95, 0])
  const read = readCapture(capture)
  assert.deepEqual(
    read.frames.map(({ seconds, nanos }) => ({ seconds, nanos })),
    [start, start],
  )
  assert.deepEqual(read.file.problems, [
    {
      at: trailer,
      frame: 1,
      message: 'times in UTC are missing or far off: the local time of the header is used',
    },
  ])
})

test('Network Monitor: frames come in the order of the table, not of the bytes', () => {
  const capture = writeNetmon(frames, '2.0')
  const table = new DataView(capture.buffer).getUint32(24, true)
  const last = new DataView(capture.buffer).getUint32(table + 16, true)
  change(capture, [table, last], [table + 16, 128])
  const read = readCapture(capture)
  assert.deepEqual(contents(read.frames), [frames[4], ...frames.slice(1, 4), frames[0]])
})

const tables: [what: string, words: [at: number, value: number][], message: string][] = [
  ['was never written', [[24, 0]], 'the frame table was never written'],
  ['is empty', [[28, 0]], 'the frame table is 0 bytes long'],
  ['has half an entry', [[28, 18]], 'the frame table is 18 bytes long'],
  [
    'lies beyond the end',
    [[24, 0x7fff_ffff]],
    'the frame table at 2147483647 to 2147483667 is not in the file of 558 bytes',
  ],
]
for (const [what, words, message] of tables) {
  test(`Network Monitor: a table that ${what} is done without`, () => {
    const read = readCapture(change(writeNetmon(frames), ...words))
    assert.deepEqual(contents(read.frames), frames)
    const problem = `${message}; frames are looked for one behind the other`
    assert.equal(read.file.problems[0]?.message, problem)
  })
}

const entries: [what: string, offset: number][] = [
  ['beyond the end', 0x7fff_ffff],
  ['in the header', 4],
]
for (const [what, offset] of entries) {
  test(`Network Monitor: an entry ${what} is told, and the frame keeps its number`, () => {
    const capture = writeNetmon(frames)
    const table = new DataView(capture.buffer).getUint32(24, true)
    const read = readCapture(change(capture, [table, offset]))
    assert.deepEqual(contents(read.frames), frames.slice(1))
    assert.equal(read.frames[0]?.number, 2)
    assert.deepEqual(read.file.problems, [
      { at: offset, frame: 1, message: 'frame 1 is not in the file' },
    ])
  })
}

test('Network Monitor: a frame with an impossible length is told, and the others are read', () => {
  const read = readCapture(change(writeNetmon(frames), [128 + 12, 0xffff_fff0]))
  assert.deepEqual(contents(read.frames), frames.slice(1))
  assert.deepEqual(read.file.problems, [
    {
      at: 128,
      frame: 1,
      message: 'frame 1 says 4294967280 captured bytes, and the file has no room',
    },
  ])
})

test('Network Monitor: an empty capture is none the worse for it', () => {
  const read = readCapture(writeNetmon([]))
  assert.deepEqual(read.file.problems, [])
  assert.equal(read.file.frames, 0)
})

test('Network Monitor 2.0: drops are in the statistics', () => {
  const capture = writeNetmon(frames, '2.0')
  const statistics = new ByteBuilder().zeros(48).u32(1).u32(2).zeros(16).u32(3).zeros(8).u32(4)
  const whole = Uint8Array.of(...capture, ...statistics.finish())
  assert.equal(readCapture(change(whole, [48, capture.length], [52, 88])).file.dropped, 10)
})

test('Network Monitor 2.2: comments belong to the frame at their offset', () => {
  const capture = writeNetmon(frames, '2.2')
  const second = 128 + 16 + 60 + 6
  const title = Uint8Array.from('look\0', (letter) => letter.charCodeAt(0))
  const comment = new ByteBuilder().u32(1).u32(second).u32(10)
  for (const byte of title) comment.u16(byte)
  const table = comment.u32(3).bytes(bytes('616263')).finish()
  const whole = Uint8Array.of(...capture, ...table)
  const read = readCapture(change(whole, [40, capture.length], [44, table.length]))
  assert.deepEqual(read.file.comments, [{ frame: 2, text: 'look' }])
  assert.deepEqual(read.file.problems, [])
})

test('Network Monitor: later versions are read as 2.3, and told', () => {
  const capture = writeNetmon(frames, '2.3')
  capture[4] = 4
  const read = readCapture(capture)
  assert.deepEqual(contents(read.frames), frames)
  assert.equal(read.file.problems[0]?.message, 'version 2.4 of the format: read as 2.3')
})

test('Network Monitor: what an old version cannot hold cannot be written', () => {
  const mixed = [...frames, ...someFrames(113)]
  assert.throws(() => writeNetmon(mixed, '2.0'), UsageError)
  assert.throws(() => writeNetmon([{ ...first, wholeLength: 70_000 }], '1.1'), UsageError)
  assert.deepEqual(contents(readCapture(writeNetmon(mixed, '2.1')).frames), mixed)
})
