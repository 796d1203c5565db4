// Conversations that plainly complete are counted after a glance. It must never see what a full reading would not, whatever
// the network and the capture have done to the frames.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { analyze } from '../src/engine/analysis.ts'
import { createReader } from '../src/engine/capture/recognise.ts'
import { writePcap } from '../src/engine/capture/write-pcap.ts'
import { writePcapng } from '../src/engine/capture/write-pcapng.ts'
import type { WrittenFrame } from '../src/engine/capture/written-frame.ts'
import { UsageError } from '../src/engine/wire/usage-error.ts'
import { fixtures, readFixture, seeded } from './fixtures.ts'
import { mutate } from './mutate.ts'

function compare(name: string, bytes: Uint8Array): void {
  const full = analyze(bytes, { name })
  const quick = analyze(bytes, { name, completed: false })
  assert.deepEqual(quick.summary, full.summary, name)
  assert.deepEqual(
    quick.connections,
    full.connections.filter((c) => c.outcome !== 'completed'),
    name,
  )
}

test('every fixture gives the same verdicts and counts after a glance as after a full reading', () => {
  for (const fixture of fixtures) compare(fixture.name, readFixture(fixture))
})

const templates = join(import.meta.dirname, '../bench/templates')
for (const name of readdirSync(templates))
  test(`${name}: likewise`, () => {
    compare(name, new Uint8Array(readFileSync(join(templates, name))))
  })

test('most of a capture of good TLS 1.3 handshakes is settled by the glance', () => {
  const bytes = new Uint8Array(readFileSync(join(templates, 'small13.pcap')))
  const quick = analyze(bytes, { completed: false })
  assert.ok(quick.summary.completed > 0)
  assert.deepEqual(quick.connections, [])
})

function framesOf(bytes: Uint8Array): WrittenFrame[] {
  const frames: WrittenFrame[] = []
  const reader = createReader(({ bytes, from, to, wholeLength, seconds, nanos, linkType }) => {
    frames.push({ seconds, nanos, linkType, wholeLength, bytes: bytes.slice(from, to) })
  })
  reader.push(bytes)
  reader.end()
  return frames
}

/** What networks and capture tools do to frames: lost, doubled, late, cut, damaged, the end missing. */
const mishaps: Record<string, (frames: WrittenFrame[], at: number, random: Random) => void> = {
  'is lost': (frames, at) => frames.splice(at, 1),
  'comes twice': (frames, at) => frames.splice(at, 0, ...frames.slice(at, at + 1)),
  'comes late': (frames, at, random) => {
    frames.splice(at + 1 + random(4), 0, ...frames.splice(at, 1))
  },
  'is cut': (frames, at, random) => {
    const frame = frames[at]
    if (frame) frames[at] = { ...frame, bytes: frame.bytes.slice(0, random(frame.bytes.length)) }
  },
  'has another byte': (frames, at, random) => {
    const bytes = frames[at]?.bytes
    if (bytes) bytes[random(bytes.length)] = random(256)
  },
  'is the first after the clock has gone astray': (frames, at, random) => {
    for (const [i, frame] of frames.entries())
      if (i >= at) frames[i] = { ...frame, seconds: frame.seconds + random(200) }
  },
  'is the last': (frames, at) => frames.splice(at + 1),
}
type Random = ReturnType<typeof seeded>

for (const [what, happen] of Object.entries(mishaps))
  test(`a frame of a fixture ${what}: the same verdicts and counts all the same`, () => {
    const random = seeded(20261125)
    for (const fixture of fixtures) {
      const frames = framesOf(readFixture(fixture))
      const at = random(frames.length)
      happen(frames, at, random)
      const write = random(4) === 0 ? writePcapng : writePcap
      compare(`${fixture.name}, frame ${at + 1} ${what}`, write(frames))
    }
  })

test('every frame of some fixtures twice, one at a time: the same verdicts and counts all the same', () => {
  for (const fixture of fixtures.filter(({ name }) => name.startsWith('mitm-'))) {
    const frames = framesOf(readFixture(fixture))
    for (const at of frames.keys())
      compare(
        `${fixture.name}, frame ${at + 1} twice`,
        writePcap(frames.toSpliced(at, 0, frames[at]!)),
      )
  }
})

test('files that are damaged anywhere: the same verdicts and counts all the same', () => {
  const random = seeded(20261126)
  for (const fixture of fixtures) {
    const bytes = mutate(readFixture(fixture), random)
    try {
      compare(fixture.name, bytes)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
    }
  }
})

test('many connections at once, one frame of each in turn', () => {
  const good = new Uint8Array(readFileSync(join(templates, 'small13.pcap')))
  const frames = framesOf(good)
  const woven = frames.flatMap((frame) =>
    Array.from({ length: 300 }, (_, i) => {
      const bytes = frame.bytes.slice()
      // Another client network for each: the last byte of an address of the client's side, wherever it stands.
      const at = bytes[26] === frames[0]?.bytes[26] && isClient(frame, frames[0]) ? 28 : 32
      bytes[at] = i >> 8
      bytes[at + 1] = i & 0xff
      return { ...frame, bytes }
    }),
  )
  const quick = analyze(writePcap(woven), { completed: false })
  assert.deepEqual([quick.summary.completed, quick.summary.failed], [300, 0])
})

/** The frame was sent by the side that sent the first one. */
function isClient({ bytes }: WrittenFrame, first: WrittenFrame | undefined): boolean {
  return [26, 27, 28, 29, 34, 35].every((at) => bytes[at] === first?.bytes[at])
}
