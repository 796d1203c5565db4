import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { readCapture } from './captures.ts'

const fixtures = resolve(import.meta.dirname, '../fixtures')
const load = (path: string): Uint8Array => new Uint8Array(readFileSync(resolve(fixtures, path)))

test('the story: frame 32 is the alert that was printed in it', () => {
  const { frames, file } = readCapture(load('../samples/bad-client-certificate.cap'))
  const alert = frames[31]
  assert.equal(alert?.number, 32)
  assert.equal(
    Array.from(alert.bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    '001e680f3e800030487e1b90080045000' +
      '02f139e40003d06d20e0af4400f0a3302e715' +
      '43044ca4c513a4e84634bb5018faf02bb80000150301000202' +
      '2a',
  )
  assert.equal(alert.offset, 11_914 + 16)
  // 10:12:33.105 and 233,520 microseconds.
  assert.equal(alert.seconds, Date.UTC(2009, 6, 14, 10, 12, 33) / 1000)
  assert.equal(alert.nanos, 338_520_000)
  assert.equal(file.format, 'netmon2')
  assert.deepEqual(file.problems, [])
})

const packed: [path: string, format: string][] = [
  ['packed/story.cap.gz', 'netmon2+gzip'],
  ['packed/story.cap.zst', 'netmon2+zstd'],
  ['packed/story.cap.lz4', 'netmon2+lz4'],
]
for (const [path, format] of packed) {
  const story = readCapture(load('../samples/no-client-certificate.cap'))
  const whole = load(path)
  for (const pieceLength of [1, 100, whole.length]) {
    test(`${path}: the same frames as unpacked, in pieces of ${pieceLength}`, () => {
      const read = readCapture(whole, pieceLength)
      assert.equal(digest(read), digest(story))
      assert.equal(read.file.format, format)
      assert.deepEqual(read.file.problems, [])
    })
  }
  if (format.endsWith('zstd')) continue // one block: nothing of it can be unpacked before its end
  test(`${path}: cut, it gives the frames that could be unpacked, and tells`, () => {
    const { frames, file } = readCapture(whole.subarray(0, whole.length - 1000))
    assert.ok(frames.length > 0)
    assert.deepEqual(frames, story.frames.slice(0, frames.length))
    assert.match(file.problems[0]?.message ?? '', / data damaged or cut: /)
  })
}

test('packed/story.cap.zst: cut within its only block, there is nothing to read, and that is told', () => {
  assert.throws(() => readCapture(load('packed/story.cap.zst').subarray(0, 3000)), {
    name: 'NotACapture',
    message: 'not a capture file: zstd data damaged or cut: unexpected EOF',
  })
})

function digest({ frames }: ReturnType<typeof readCapture>): string {
  const hash = createHash('sha256')
  for (const { bytes, ...rest } of frames) hash.update(JSON.stringify(rest)).update(bytes)
  return hash.digest('hex')
}
