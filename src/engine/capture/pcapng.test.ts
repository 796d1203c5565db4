import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contents, readCapture, someFrames } from '../../../test/captures.ts'
import { UsageError } from '../wire/usage-error.ts'
import { ByteBuilder } from './byte-builder.ts'
import { PcapngClock } from './pcapng-clock.ts'
import { writePcapng } from './write-pcapng.ts'

const frames = someFrames()

type Fill = (body: ByteBuilder) => unknown

function block(type: number, fill: Fill, bigEndian = false): Uint8Array {
  const body = new ByteBuilder(bigEndian)
  fill(body)
  body.pad()
  const length = 12 + body.length
  return new ByteBuilder(bigEndian).u32(type).u32(length).bytes(body.finish()).u32(length).finish()
}

const section = (length = -1n, bigEndian = false): Uint8Array =>
  block(0x0a0d0d0a, (b) => b.u32(0x1a2b3c4d).u16(1).u16(0).u64(length), bigEndian)

function card(
  linkType: number,
  snapLength = 0,
  options: Fill = () => 0,
  bigEndian = false,
): Uint8Array {
  const fill: Fill = (b) => {
    b.u16(linkType).u16(0).u32(snapLength)
    options(b)
  }
  return block(1, fill, bigEndian)
}

const enhanced = (
  id: number,
  stamp: bigint,
  payload: Uint8Array,
  options: Fill = () => 0,
): Uint8Array =>
  block(6, (b) => {
    b.u32(id)
      .u32(Number(stamp >> 32n))
      .u32(Number(stamp & 0xffff_ffffn))
    b.u32(payload.length).u32(payload.length).bytes(payload).pad()
    options(b)
  })

const join = (...parts: Uint8Array[]): Uint8Array => {
  const out = new ByteBuilder()
  for (const part of parts) out.bytes(part)
  return out.finish()
}
const payload = Uint8Array.of(1, 2, 3, 4, 5)
const option = (b: ByteBuilder, code: number, bytes: Uint8Array): ByteBuilder =>
  b.u16(code).u16(bytes.length).bytes(bytes).pad()
const text = (content: string): Uint8Array => new TextEncoder().encode(content)

const resolutions: [
  what: string,
  resolution: number | null,
  offset: bigint,
  stamp: bigint,
  seconds: number,
  nanos: number,
  decimals: number,
][] = [
  [
    'microseconds when nothing is said',
    null,
    0n,
    1_600_000_000_123_456n,
    1_600_000_000,
    123_456_000,
    6,
  ],
  ['seconds', 0, 0n, 1_600_000_000n, 1_600_000_000, 0, 6],
  ['milliseconds', 3, 0n, 1_600_000_000_123n, 1_600_000_000, 123_000_000, 6],
  ['nanoseconds', 9, 0n, 1_600_000_000_123_456_789n, 1_600_000_000, 123_456_789, 9],
  [
    'the last nanosecond of a second',
    9,
    0n,
    1_600_000_000_999_999_999n,
    1_600_000_000,
    999_999_999,
    9,
  ],
  ['the largest stamp', 9, 0n, 0xffff_ffff_ffff_ffffn, 18_446_744_073, 709_551_615, 9],
  [
    'the largest stamp in microseconds',
    6,
    0n,
    0xffff_ffff_ffff_ffffn,
    18_446_744_073_709,
    551_615_000,
    6,
  ],
  ['picoseconds', 12, 0n, 1_000_000_000_001_999n, 1000, 1, 9],
  ['units of 2^-10', 0x8a, 0n, 1024n * 77n + 512n, 77, 500_000_000, 6],
  ['units of 2^-32', 0xa0, 0n, (77n << 32n) | 0x8000_0000n, 77, 500_000_000, 9],
  ['an offset', 6, 1_000_000_000n, 5_000_001n, 1_000_000_005, 1000, 6],
  ['a negative offset', 6, -10n, 5_000_001n, -5, 1000, 6],
]
for (const [what, resolution, offset, stamp, seconds, nanos, decimals] of resolutions) {
  test(`pcapng: times in ${what}`, () => {
    const clock: Fill = (b) => {
      if (resolution !== null) option(b, 9, Uint8Array.of(resolution))
      if (offset !== 0n) b.u16(14).u16(8).u64(offset)
      b.u32(0)
    }
    const read = readCapture(join(section(), card(1, 0, clock), enhanced(0, stamp, payload)))
    const frame = read.frames[0]
    assert.deepEqual([frame?.seconds, frame?.nanos, read.file.decimals], [seconds, nanos, decimals])
    assert.deepEqual(read.file.problems, [])
  })
}

test('pcapng: times by numbers are those by big integers', () => {
  // A fixed sequence of 64-bit numbers: the constants are Knuth's MMIX generator.
  let stamp = 1n
  for (let power = 0; power <= 9; power++) {
    const clock = new PcapngClock(power, 0n)
    const units = 10n ** BigInt(power)
    for (let i = 0; i < 500; i++) {
      stamp = BigInt.asUintN(64, stamp * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n)
      // Also right before and right on a whole second, where rounding would show.
      for (const value of [stamp, stamp - (stamp % units), stamp - (stamp % units) + units - 1n]) {
        const exact = BigInt.asUintN(64, value)
        clock.read(Number(exact >> 32n), Number(exact & 0xffff_ffffn))
        assert.equal(clock.seconds, Number(exact / units))
        assert.equal(clock.nanos, Number((exact % units) * 10n ** BigInt(9 - power)))
      }
    }
  }
})

test('pcapng: sections have their own interfaces and byte order', () => {
  const first = writePcapng(someFrames(1), { bigEndian: true })
  const second = writePcapng(someFrames(101))
  for (const pieceLength of [1, 10_000]) {
    const read = readCapture(join(first, second), pieceLength)
    assert.deepEqual(contents(read.frames), [...someFrames(1), ...someFrames(101)])
    assert.equal(read.frames[9]?.number, 10)
    assert.deepEqual([...read.file.linkTypes], [1, 101])
    assert.deepEqual(read.file.problems, [])
  }
})

test('pcapng: frames of several interfaces keep their link types and numbers', () => {
  const mixed = [someFrames(1)[0]!, someFrames(113)[1]!, someFrames(1)[2]!]
  const read = readCapture(writePcapng(mixed))
  assert.deepEqual(contents(read.frames), mixed)
  assert.deepEqual(
    read.frames.map(({ interfaceId }) => interfaceId),
    [0, 1, 0],
  )
})

test('pcapng: simple packets are as long as the first interface lets them be', () => {
  const simple = block(3, (b) => b.u32(20).bytes(payload).pad())
  const read = readCapture(join(section(), card(1, 5), enhanced(0, 7_000_000n, payload), simple))
  const frame = read.frames[1]
  assert.deepEqual(frame?.bytes, payload)
  assert.equal(frame.wholeLength, 20)
  assert.equal(frame.seconds, 7)
})

test('pcapng: obsolete packet blocks', () => {
  const old = block(2, (b) =>
    b.u16(1).u16(0xffff).u32(0).u32(9_000_001).u32(5).u32(99).bytes(payload).pad(),
  )
  const frame = readCapture(join(section(), card(1), card(101), old)).frames[0]
  assert.deepEqual(
    [frame?.interfaceId, frame?.linkType, frame?.seconds, frame?.nanos, frame?.wholeLength],
    [1, 101, 9, 1000, 99],
  )
  assert.deepEqual(frame?.bytes, payload)
})

test('pcapng: decryption secrets are kept with their type', () => {
  const secrets = [{ type: 0x544c534b, bytes: text('CLIENT_RANDOM 00 00\n') }]
  for (const pieceLength of [1, 10_000]) {
    const { file } = readCapture(writePcapng(frames, { secrets }), pieceLength)
    assert.deepEqual(file.secrets, secrets)
  }
})

test('pcapng: comments of the section, of an interface and of a frame', () => {
  const note = (content: string): Fill => {
    return (b) => option(b, 1, text(content)).u32(0)
  }
  const capture = join(
    writePcapng([], { comment: 'all of it' }),
    card(1, 0, note('a card')),
    enhanced(0, 1n, payload, note('look here')),
  )
  assert.deepEqual(readCapture(capture).file.comments, [
    { frame: null, text: 'all of it' },
    { frame: null, text: 'a card' },
    { frame: 1, text: 'look here' },
  ])
})

test('pcapng: comments are bounded in number and in length', () => {
  const long: Fill = (b) => option(b, 1, text('x'.repeat(60_000))).u32(0)
  const many = new Array<Uint8Array>(1200).fill(enhanced(0, 1n, payload, long))
  const { file } = readCapture(join(section(), card(1), ...many))
  assert.equal(file.comments.length, 1000)
  assert.equal(file.comments[0]?.text.length, 4096)
  assert.equal(file.frames, 1200)
})

test('pcapng: drops are summed over interfaces, and later counts replace earlier ones', () => {
  const statistics = (id: number, dropped: bigint): Uint8Array =>
    block(5, (b) => b.u32(id).u32(0).u32(0).u16(5).u16(8).u64(dropped).u32(0))
  const parts = [
    section(),
    card(1),
    card(1),
    statistics(0, 3n),
    statistics(1, 4n),
    statistics(0, 5n),
  ]
  assert.equal(readCapture(join(...parts)).file.dropped, 9)
  assert.equal(readCapture(writePcapng(frames)).file.dropped, null)
})

const bodies: [what: string, type: number, length: number][] = [
  ['name resolution', 4, 40],
  ['a custom block', 0x0bad, 40],
  ['a custom block that is not to be copied', 0x4000_0bad, 40],
  ['a block nobody knows', 0x8000_1234, 100_000],
]
for (const [what, type, length] of bodies) {
  test(`pcapng: passes over ${what}`, () => {
    const unknown = block(type, (b) => b.zeros(length))
    const capture = join(section(), card(1), unknown, enhanced(0, 1n, payload))
    for (const pieceLength of [17, 1_000_000]) {
      const read = readCapture(capture, pieceLength)
      assert.equal(read.frames.length, 1)
      assert.deepEqual(read.file.problems, [])
    }
  })
}

test('pcapng: a frame check sequence that the interface announces is no part of the frame', () => {
  for (const length of [4, 32]) {
    const fcs: Fill = (b) => option(b, 13, Uint8Array.of(length)).u32(0)
    const read = readCapture(join(section(), card(1, 0, fcs), enhanced(0, 1n, payload)))
    assert.deepEqual(read.frames[0]?.bytes, Uint8Array.of(1))
  }
})

const oddities: [what: string, capture: Uint8Array, problem: string, frameCount: number][] = [
  [
    'an interface that is not described',
    join(section(), card(1), enhanced(3, 1n, payload), enhanced(0, 1n, payload)),
    'a packet of interface 3, which the file does not describe',
    1,
  ],
  [
    'a simple packet before any interface',
    join(
      section(),
      block(3, (b) => b.u32(5).bytes(payload)),
    ),
    'a simple packet block without interface',
    0,
  ],
  [
    'more captured than the block has room for',
    join(
      section(),
      card(1),
      block(6, (b) => b.u32(0).u32(0).u32(0).u32(99).u32(99).u32(0)),
    ),
    'a packet says 99 captured bytes where its block has room for 4',
    1,
  ],
  [
    'a packet block that is too short',
    join(
      section(),
      card(1),
      block(6, (b) => b.u32(0)),
    ),
    'an enhanced packet block of 16 bytes is too short',
    0,
  ],
  [
    'an option that runs past its block',
    join(
      section(),
      card(1, 0, (b) => b.u16(9).u16(77).u32(0)),
      enhanced(0, 1n, payload),
    ),
    'option 9 runs past the end of its block',
    1,
  ],
  [
    'secrets that do not fit',
    join(
      section(),
      card(1),
      block(10, (b) => b.u32(1).u32(1000)),
    ),
    'decryption secrets that do not fit their block',
    0,
  ],
  [
    'a section that is not as long as it says',
    join(section(4n), card(1), section(), card(1), enhanced(0, 1n, payload)),
    'a section begins; the last was to end at 32',
    1,
  ],
  [
    'another version',
    join(
      block(0x0a0d0d0a, (b) => b.u32(0x1a2b3c4d).u16(9).u16(1).u64(-1n)),
      card(1),
      enhanced(0, 1n, payload),
    ),
    'version 9.1 of the format: read as 1.0',
    1,
  ],
]
for (const [what, capture, problem, frameCount] of oddities) {
  test(`pcapng: tells of ${what}, and reads on`, () => {
    const read = readCapture(capture)
    assert.deepEqual(
      read.file.problems.map(({ message }) => message),
      [problem],
    )
    assert.equal(read.frames.length, frameCount)
  })
}

test('pcapng: a frame that cannot be read keeps its number', () => {
  const capture = join(section(), card(1), enhanced(3, 1n, payload), enhanced(0, 1n, payload))
  assert.equal(readCapture(capture).frames[0]?.number, 2)
})

// Section header of 28, interface of 32, then packets: the second is at 152.
const second = 28 + 32 + 92
const damages: [what: string, at: number, value: number, problem: string][] = [
  [
    'a length of 4 GiB',
    second + 4,
    0xffff_ffff,
    'a block says that it is 4294967295 bytes long; 96 bytes passed over',
  ],
  [
    'a length of nought',
    second + 4,
    0,
    'a block says that it is 0 bytes long; 96 bytes passed over',
  ],
  [
    'a length that does not agree with the one at the end',
    second + 92,
    97,
    'a block of 96 bytes says 97 at its end; 96 bytes passed over',
  ],
  [
    'a length beyond the end of the file',
    second + 4,
    0x10_0000,
    'a block needs 1048576 bytes, and the file ends after 396; 96 bytes passed over',
  ],
]
for (const [what, at, value, problem] of damages) {
  for (const pieceLength of [1, 10_000]) {
    test(`pcapng: reading goes on behind ${what}, in pieces of ${pieceLength}`, () => {
      const capture = writePcapng(frames)
      new DataView(capture.buffer).setUint32(at, value, true)
      const { frames: survivors, file } = readCapture(capture, pieceLength)
      assert.deepEqual(
        contents(survivors),
        frames.filter((_, i) => i !== 1),
      )
      assert.deepEqual(file.problems, [{ at: second, frame: null, message: problem }])
    })
  }
}

test('pcapng: reading goes on behind a hole of megabytes, in pieces of any size', () => {
  const whole = writePcapng(frames)
  const hole = new Uint8Array(3_000_000).fill(0xee)
  const damaged = join(whole.subarray(0, second), hole, whole.subarray(second))
  for (const pieceLength of [1000, 65_536, damaged.length]) {
    const { frames: survivors, file } = readCapture(damaged, pieceLength)
    assert.deepEqual(contents(survivors), frames)
    assert.match(file.problems[0]?.message ?? '', /; 3000000 bytes passed over$/)
  }
})

test('pcapng: a time that does not fit its units cannot be written', () => {
  assert.throws(() => writePcapng(frames, { resolution: 12 }), UsageError)
})
