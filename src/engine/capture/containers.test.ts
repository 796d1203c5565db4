import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contents, readCapture, someFrames } from '../../../test/captures.ts'
import { writeNetmon } from './write-netmon.ts'
import { writePcap } from './write-pcap.ts'
import { writePcapng } from './write-pcapng.ts'
import { writeSnoop } from './write-snoop.ts'

const frames = someFrames()

const containers: [name: string, format: string, decimals: number, capture: Uint8Array][] = [
  ['pcap, nanoseconds', 'pcap', 9, writePcap(frames)],
  ['pcap, big-endian', 'pcap', 9, writePcap(frames, { bigEndian: true })],
  ['pcap, microseconds', 'pcap', 6, writePcap(frames, { nanoseconds: false })],
  [
    'pcap, big-endian, microseconds',
    'pcap',
    6,
    writePcap(frames, { bigEndian: true, nanoseconds: false }),
  ],
  ['pcapng', 'pcapng', 9, writePcapng(frames)],
  ['pcapng, big-endian', 'pcapng', 9, writePcapng(frames, { bigEndian: true })],
  ['pcapng, microseconds', 'pcapng', 6, writePcapng(frames, { resolution: 6 })],
  ['pcapng, tenths of nanoseconds', 'pcapng', 9, writePcapng(frames, { resolution: 10 })],
  ['snoop', 'snoop', 6, writeSnoop(frames)],
  ['Network Monitor 1.1', 'netmon1', 3, writeNetmon(frames, '1.1')],
  ['Network Monitor 2.0', 'netmon2', 6, writeNetmon(frames, '2.0')],
  ['Network Monitor 2.1', 'netmon2', 6, writeNetmon(frames, '2.1')],
  ['Network Monitor 2.2', 'netmon2', 6, writeNetmon(frames, '2.2')],
  ['Network Monitor 2.3', 'netmon2', 7, writeNetmon(frames, '2.3')],
]

for (const [name, format, decimals, capture] of containers) {
  for (const pieceLength of [1, 2, 3, 7, 64, capture.length]) {
    test(`${name}: what was written is read back, in pieces of ${pieceLength}`, () => {
      const read = readCapture(capture, pieceLength)
      assert.deepEqual(contents(read.frames), frames)
      assert.deepEqual(
        read.frames.map(({ number }) => number),
        [1, 2, 3, 4, 5],
      )
      for (const { offset, bytes } of read.frames)
        assert.deepEqual(capture.slice(offset, offset + bytes.length), bytes)
      const { file } = read
      assert.deepEqual(file.problems, [])
      assert.equal(file.format, format)
      assert.equal(file.decimals, decimals)
      assert.equal(file.frames, 5)
      assert.equal(file.bytes, capture.length)
      assert.deepEqual([...file.linkTypes], [1])
      assert.deepEqual(file.firstTime, { seconds: 1_247_566_353, nanos: 0 })
      assert.deepEqual(file.lastTime, { seconds: 1_247_566_357, nanos: 492_000_000 })
    })
  }
}

// Formats that are read as they come: where the first frames end, and what may stand behind the last.
const streams = containers.filter(([, format]) => !format.startsWith('netmon'))
for (const [name, , , capture] of streams) {
  test(`${name}: wherever it is cut, the frames before survive and a problem says where`, () => {
    const ends = recordEnds(name, capture)
    for (let kept = 16; kept < capture.length; kept++) {
      const { frames: survivors, file } = readCapture(capture.slice(0, kept))
      const whole = ends.filter((end) => end <= kept).length
      assert.deepEqual(contents(survivors), frames.slice(0, whole), `cut after ${kept}`)
      // Between records nothing is missing; else the problem is at the record that is cut.
      const boundary =
        boundaries(name, capture)
          .filter((end) => end <= kept)
          .at(-1) ?? 0
      const places = file.problems.map(({ at }) => at)
      const isClean = boundary === kept || (whole > 0 && boundary < (ends[whole - 1] ?? 0))
      assert.deepEqual(places, isClean ? [] : [boundary], `cut after ${kept}`)
      if (boundary >= 24)
        assert.match(file.problems[0]?.message ?? 'the file ends', /the file ends/)
    }
  })
}

const tables = containers.filter(([, format]) => format.startsWith('netmon'))
for (const [name, , , capture] of tables) {
  test(`${name}: wherever it is cut, the frames before survive and the table is missed`, () => {
    const headerLength = name.endsWith('1.1') ? 8 : 16
    const trailer = [0, 2, 6, 15][name.includes('2.') ? Number(name.at(-1)) : 0] ?? 0
    const ends: number[] = []
    let at = 128
    for (const { bytes } of frames) ends.push((at += headerLength + bytes.length + trailer))
    for (let kept = 16; kept < capture.length; kept++) {
      const { frames: survivors, file } = readCapture(capture.slice(0, kept))
      const whole = ends.filter((end) => end <= kept).length
      assert.deepEqual(contents(survivors), frames.slice(0, whole), `cut after ${kept}`)
      const problems = file.problems.map(({ at: place, message }) => `${place}: ${message}`)
      if (kept < 128)
        assert.deepEqual(problems, [`0: the file ends inside its header, after ${kept} bytes`])
      else assert.match(problems[0] ?? '', /^24: the frame table at .* is not in the file of/)
      const cutFrame = kept >= 128 && kept < at && ![128, ...ends].includes(kept)
      assert.equal(problems.length, cutFrame ? 2 : 1, `cut after ${kept}`)
      if (cutFrame) assert.match(problems[1] ?? '', new RegExp(`^${[128, ...ends][whole] ?? 0}:`))
    }
  })
}

for (const [name, , , capture] of containers) {
  test(`${name}: no byte, however wrong, makes it throw or lose count`, () => {
    for (let at = 16; at < Math.min(capture.length, 400); at++) {
      for (const value of [0x00, 0x7f, 0xff]) {
        const damaged = capture.slice()
        damaged[at] = value
        const { frames: survivors, file } = readCapture(damaged)
        assert.ok(survivors.length <= 6 && file.problems.length <= 101)
        assert.ok(survivors.every(({ bytes, wholeLength }) => bytes.length <= wholeLength))
      }
    }
  })
}

/** Where the record of each frame ends, and with it the frame survives a cut. */
function recordEnds(name: string, capture: Uint8Array): number[] {
  const all = boundaries(name, capture)
  // A snoop record's padding may be missing at the end of the file.
  if (name === 'snoop')
    return all.slice(1).map((end, i) => end - (-(frames[i]?.bytes.length ?? 0) & 3))
  return name.startsWith('pcapng') ? all.slice(3) : all.slice(1)
}

/** Where a file can end without anything missing: behind its header and behind each record. */
function boundaries(name: string, capture: Uint8Array): number[] {
  if (name.startsWith('pcapng')) {
    const ends = [0]
    const view = new DataView(capture.buffer, capture.byteOffset)
    for (let at = 0; at < capture.length; ends.push(at))
      at += view.getUint32(at + 4, !name.includes('big-endian'))
    return ends
  }
  const ends = [name === 'snoop' ? 16 : 24]
  for (const { bytes } of frames) {
    const last = ends.at(-1) ?? 0
    ends.push(last + (name === 'snoop' ? 24 + ((bytes.length + 3) & ~3) : 16 + bytes.length))
  }
  return ends
}
