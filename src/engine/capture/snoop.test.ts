import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contents, readCapture, someFrames } from '../../../test/captures.ts'
import { UsageError } from '../wire/usage-error.ts'
import { writeSnoop } from './write-snoop.ts'

const frames = someFrames()
const second = 16 + 24 + 60

function change(at: number, value: number): Uint8Array {
  const capture = writeSnoop(frames)
  new DataView(capture.buffer).setUint32(at, value)
  return capture
}

test('snoop: drops are counted from the last record that tells', () => {
  assert.equal(readCapture(change(second + 12, 7)).file.dropped, 7)
})

const datalinks: [datalink: number, linkType: number][] = [
  [0, 1],
  [4, 1],
  [8, 10],
  [16, 122],
  [0x8000_0001, 228],
]
for (const [datalink, linkType] of datalinks) {
  test(`snoop: datalink type ${datalink} is link type ${linkType}`, () => {
    const read = readCapture(change(12, datalink))
    assert.equal(read.frames[0]?.linkType, linkType)
    assert.deepEqual([...read.file.linkTypes], [linkType])
  })
}

test('snoop: a datalink type that is not known is told, and frames keep their numbers', () => {
  const read = readCapture(change(12, 77))
  assert.equal(read.frames.length, 5)
  assert.equal(read.file.problems[0]?.message, 'datalink type 77 is not known')
  assert.deepEqual([...read.file.linkTypes], [])
})

test('snoop: version 1 is read as 2, and told', () => {
  const read = readCapture(change(8, 1))
  assert.equal(read.file.problems[0]?.message, 'version 1 of the format: read as 2')
})

const damages: [what: string, at: number, value: number, problem: string][] = [
  [
    'a captured length of 4 GiB',
    second + 4,
    0xffff_ffff,
    'a record of 88 bytes says 4294967295 captured bytes; 88 bytes passed over',
  ],
  [
    'a record that is shorter than its frame',
    second + 8,
    30,
    'a record of 30 bytes says 61 captured bytes; 88 bytes passed over',
  ],
  [
    'a record that is far longer than its frame',
    second + 8,
    9000,
    'a record of 61 captured bytes says that it is 9000 bytes long; 88 bytes passed over',
  ],
]
for (const [what, at, value, problem] of damages) {
  for (const pieceLength of [1, 10_000]) {
    test(`snoop: reading goes on behind ${what}, in pieces of ${pieceLength}`, () => {
      const { frames: survivors, file } = readCapture(change(at, value), pieceLength)
      assert.deepEqual(
        contents(survivors),
        frames.filter((_, i) => i !== 1),
      )
      assert.deepEqual(file.problems, [{ at: second, frame: null, message: problem }])
    })
  }
}

test('snoop: a fraction beyond the second is carried into the seconds, and told', () => {
  const read = readCapture(change(second + 20, 3_000_001))
  assert.equal(read.frames[1]?.seconds, frames[1]!.seconds + 3)
  assert.equal(read.frames[1].nanos, 1000)
  assert.equal(read.file.problems[0]?.at, second + 20)
})

test('snoop: what it has no number for cannot be written', () => {
  assert.throws(() => writeSnoop(someFrames(113)), UsageError)
})
