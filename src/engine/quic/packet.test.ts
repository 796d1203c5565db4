import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cursor } from '../wire/cursor.ts'
import { parseFrames } from './frames.ts'
import { readLongPacket } from './packet.ts'
import { findGoogleVersion, recogniseQuic } from './recognise.ts'
import { initialProtection, isReservedVersion } from './version.ts'

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))
const cursor = (hex: string) => new Cursor(bytes(hex))

const initial = 'c3 00000001 08 8394c8f03e515708 02 aabb 03 010203 4016' + '5a'.repeat(22)

test('Initial: every field, and where the packet number is', () => {
  const c = cursor(`${initial} ff`)
  const packet = readLongPacket(c)
  assert.equal(packet.kind, 'initial')
  assert.equal(packet.version, 1)
  assert.deepEqual(packet.destinationId, bytes('8394c8f03e515708'))
  assert.deepEqual(packet.sourceId, bytes('aabb'))
  assert.deepEqual(packet.token, bytes('010203'))
  assert.deepEqual([packet.from, packet.numberAt, packet.to], [0, 23, 45])
  assert.equal(c.left, 1)
})

const kinds: [kind: string, wire: string][] = [
  ['0-rtt', 'd0 00000001 00 00 02 5a5a'],
  ['handshake', 'e0 00000001 00 00 02 5a5a'],
  ['retry', `f0 00000001 00 00 11${'5a'.repeat(16)}`],
  ['retry', `c0 6b3343cf 00 00 11${'5a'.repeat(16)}`],
  ['initial', 'd0 6b3343cf 00 00 00 02 5a5a'],
  ['version-negotiation', '80 00000000 00 00 00000001'],
  ['unknown', 'c0 0a1a2a3a 00 00 5a5a'],
  ['initial', 'c0 ff000012 50 8394c8f03e515708 00 02 5a5a'],
]
for (const [kind, wire] of kinds) {
  test(`long header: ${kind} (${wire.slice(0, 11)})`, () => {
    const c = cursor(wire)
    assert.equal(readLongPacket(c).kind, kind)
    assert.equal(c.left, 0)
  })
}

const faults: [why: string, wire: string][] = [
  ['header_form: overrun at byte 0', '40 00000001 00 00'],
  ['destination_connection_id: overrun at byte 5', `c0 00000001 15 ${'00'.repeat(21)}`],
  ['payload: overrun at byte 10', 'c0 00000001 00 00 00 4003 5a5a'],
  ['version: overrun at byte 7', '80 00000000 00 00 00'],
]
for (const [why, wire] of faults) {
  test(`refuses: ${why}`, () =>
    assert.throws(() => readLongPacket(cursor(wire)), { name: 'WireError', message: why }))
}

test('long header: wherever the capture is cut, it says truncated', () => {
  const whole = bytes(initial)
  for (let kept = 0; kept < whole.length; kept++) {
    const cut = new Cursor(whole.subarray(0, kept), 0, whole.length)
    assert.throws(() => readLongPacket(cut), { fault: 'truncated' }, `cut after ${kept}`)
  }
})

test('frames: what a packet holds, padding as one', () => {
  const wire =
    '000000 01 02 05 00 01 00 03 01 06 4002 02 abcd 03 05 00 00 00 01 02 03' +
    '1c 4128 06 02 6e6f 1d 05 00 0e 04 01 02 dada 1e'
  const { frames, damage } = parseFrames(cursor(wire))
  assert.equal(damage, null)
  assert.deepEqual(frames, [
    { kind: 'other', type: 0 },
    { kind: 'other', type: 1 },
    { kind: 'other', type: 2 },
    { kind: 'crypto', offset: 2, data: bytes('abcd') },
    { kind: 'other', type: 3 },
    { kind: 'close', application: false, code: 0x128, frameType: 6, reason: bytes('6e6f') },
    { kind: 'close', application: true, code: 5, frameType: null, reason: bytes('') },
    { kind: 'stream', id: 4, offset: 1, data: bytes('dada') },
    { kind: 'other', type: 0x1e },
  ])
})

const rest: [name: string, wire: string][] = [
  ['RESET_STREAM', '04 01 02 03'],
  ['STOP_SENDING', '05 01 02'],
  ['NEW_TOKEN', '07 02 abcd'],
  ['MAX_DATA', '10 01'],
  ['MAX_STREAM_DATA', '11 01 02'],
  ['STREAMS_BLOCKED', '16 01'],
  ['NEW_CONNECTION_ID', `18 01 00 02 abcd ${'5a'.repeat(16)}`],
  ['RETIRE_CONNECTION_ID', '19 01'],
  ['PATH_CHALLENGE', '1a 0102030405060708'],
  ['IMMEDIATE_ACK', '1f'],
  ['DATAGRAM with length', '31 02 abcd'],
  ['ACK_FREQUENCY', '40af 01 02 03 04'],
]
for (const [name, wire] of rest) {
  test(`frame: ${name} is as long as it says`, () => {
    const { frames, damage } = parseFrames(cursor(`${wire} 01`))
    assert.equal(damage, null)
    assert.deepEqual(frames.at(-1), { kind: 'other', type: 1 })
    assert.equal(frames.length, 2)
    const cut = bytes(wire)
    if (cut.length > 1)
      assert.equal(parseFrames(new Cursor(cut.subarray(0, -1))).damage?.fault, 'overrun')
  })
}

test('frames: one that nobody registered ends the reading, and what came before is kept', () => {
  const { frames, damage } = parseFrames(cursor('01 3f 00'))
  assert.equal(frames.length, 1)
  assert.equal(damage?.message, 'frame_type: overrun at byte 1')
})

test('versions: reserved ones, and those whose Initials anybody can open', () => {
  assert.equal(isReservedVersion(0xbabababa), true)
  assert.equal(isReservedVersion(1), false)
  assert.equal(initialProtection(0x6b3343cf)?.labels.key, 'quicv2 key')
  assert.equal(initialProtection(0xff00_001d)?.labels.key, 'quic key')
  assert.equal(initialProtection(0xbabababa), null)
})

const strangers: [what: string, wire: string][] = [
  ['a short header', '40 00000001 00 00'],
  ['an unknown version', `c0 12345678 08${'11'.repeat(8)}00${'00'.repeat(1200)}`],
  [
    'a reserved version in a small datagram',
    `c0 0a0a0a0a 08${'11'.repeat(8)}00${'00'.repeat(100)}`,
  ],
  ['a packet too short for header protection', 'c0 00000001 00 00 00 04 5a5a5a5a'],
  ['Version Negotiation without a version that anybody has', '80 00000000 00 00 12345678'],
]
for (const [what, wire] of strangers) {
  test(`is no QUIC: ${what}`, () => {
    const datagram = bytes(wire)
    assert.equal(recogniseQuic(datagram, 0, datagram.length, datagram.length), null)
  })
}

test('is QUIC: an Initial, and one that the capture cut', () => {
  const datagram = bytes(initial)
  assert.equal(recogniseQuic(datagram, 0, datagram.length, datagram.length)?.kind, 'initial')
  assert.equal(recogniseQuic(datagram, 0, 30, 1200)?.kind, 'initial')
  assert.equal(recogniseQuic(datagram, 0, 30, 30), null)
})

test('Google QUIC with its public header', () => {
  const datagram = bytes(`0d ${'11'.repeat(8)} 51303339 ${'00'.repeat(20)}`)
  assert.equal(findGoogleVersion(datagram, 0, datagram.length), 0x51303339)
  assert.equal(findGoogleVersion(bytes(`0d ${'11'.repeat(30)}`), 0, 31), null)
})
