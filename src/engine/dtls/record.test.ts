import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Allowance } from '../wire/extents.ts'
import { Cursor } from '../wire/cursor.ts'
import { MessageAssembler } from './assembly.ts'
import { findDtls, guessIdLength, isDtls } from './carrier.ts'
import { readFragment } from './fragment.ts'
import { readDtlsRecord } from './record.ts'

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))
const cursor = (hex: string) => new Cursor(bytes(hex))

const plain = '16 fefd 0001 000000000102 0003 aabbcc'
const withId = '19 fefd 0001 000000000003 c1d2 0002 aabb'

test('record: every field', () => {
  const record = readDtlsRecord(cursor(plain), 0)
  assert.deepEqual(record, {
    type: 22,
    version: 0xfefd,
    epoch: 1,
    sequence: 0x102,
    connectionId: bytes(''),
    unified: false,
    from: 0,
    payloadFrom: 13,
    to: 16,
  })
})

test('record: with a connection ID, whose length only the handshake tells', () => {
  const { connectionId, payloadFrom, to } = readDtlsRecord(cursor(withId), 2)
  assert.deepEqual(connectionId, bytes('c1d2'))
  assert.deepEqual([payloadFrom, to], [15, 17])
  assert.equal(guessIdLength(bytes(withId), 0, 17), 2)
  assert.equal(guessIdLength(bytes(withId), 0, 99), null)
})

const unified: [wire: string, epoch: number, sequence: number, payload: number][] = [
  ['2e 0102 0003 aabbcc', 2, 0x102, 3],
  ['27 01 0003 aabbcc', 3, 1, 3],
  ['2a 0102 aabbcc', 2, 0x102, 3],
  ['23 01 aabbcc', 3, 1, 3],
  ['3f c1d2 0102 0003 aabbcc', 3, 0x102, 3],
]
for (const [wire, epoch, sequence, payload] of unified) {
  test(`unified header: ${wire.slice(0, 2)}`, () => {
    const record = readDtlsRecord(cursor(wire), 2)
    assert.equal(record.unified, true)
    assert.equal(record.version, 0xfefc)
    assert.deepEqual(
      [record.epoch, record.sequence, record.to - record.payloadFrom],
      [epoch, sequence, payload],
    )
  })
}

for (const wire of [plain, withId, '2e 0102 0003 aabbcc']) {
  test(`record ${wire.slice(0, 2)}: wherever the capture is cut, it says truncated`, () => {
    const whole = bytes(wire)
    for (let kept = 0; kept < whole.length; kept++) {
      const cut = new Cursor(whole.subarray(0, kept), 0, whole.length)
      assert.throws(() => readDtlsRecord(cut, 2), { fault: 'truncated' }, `cut after ${kept}`)
    }
  })
}

const part = '0b 000123 0002 000010 000003 aabbcc'

test('fragment: every field', () => {
  assert.deepEqual(readFragment(cursor(part)), {
    type: 11,
    length: 0x123,
    messageSeq: 2,
    offset: 16,
    data: bytes('aabbcc'),
    from: 0,
    dataFrom: 12,
  })
})

test('fragment: one beyond the end of its message is refused', () => {
  assert.throws(() => readFragment(cursor('0b 000012 0002 000010 000003 aabbcc')), {
    message: 'fragment_length: overrun at byte 9',
  })
})

test('fragment: wherever the capture is cut, it says truncated', () => {
  const whole = bytes(part)
  for (let kept = 0; kept < whole.length; kept++) {
    const cut = new Cursor(whole.subarray(0, kept), 0, whole.length)
    assert.throws(() => readFragment(cut), { fault: 'truncated' }, `cut after ${kept}`)
  }
})

const hello = '16 feff 0000 000000000000 0010 01 000004 0000 000000 000004 fefd1111'
const carried: [what: string, wire: string, from: number | null][] = [
  ['at its start', hello, 0],
  ['the old version of AnyConnect', hello.replace('feff', '0100'), 0],
  ['behind the preamble of CAPWAP', `01000000 ${hello}`, 4],
  ['in ChannelData', `4001 001d ${hello}`, 4],
  ['two records', `${hello} 15 feff 0000 000000000001 0002 0228`, 0],
  ['a short header behind a plain record', `${hello} 2e 0102 0003 aabbcc`, 0],
  ['no: TLS', '16 0303 0010 01 00000c 0303', null],
  ['no: bytes left over', `${hello} 00`, null],
  ['no: an empty record', '16 feff 0000 000000000000 0000', null],
  ['no: a type beyond the registered', hello.replace('16', '30'), null],
  ['no: a preamble of CAPWAP data', `00000000 ${hello}`, null],
  ['no: a short header alone', '2e 0102 0003 aabbcc', null],
]
for (const [what, wire, from] of carried) {
  test(`DTLS in a datagram: ${what}`, () => {
    const datagram = bytes(wire)
    const range = findDtls(datagram, 0, datagram.length, datagram.length)
    assert.equal(range?.from ?? null, from)
  })
}

test('DTLS in a datagram that the capture cut: known by what is there', () => {
  const datagram = bytes(hello)
  for (let kept = 0; kept < datagram.length; kept++)
    assert.equal(isDtls(datagram, 0, kept, datagram.length), kept >= 13, `cut after ${kept}`)
})

const place = (frame: number, length: number) => ({
  frame,
  seconds: frame,
  nanos: 0,
  header: { frame, offset: 0, length: 4 },
  data: { frame, offset: 12, length },
  direct: true,
})
const fragmentOf = (seq: number, length: number, offset: number, data: string) =>
  readFragment(
    cursor(
      `0b ${length.toString(16).padStart(6, '0')} ${seq.toString(16).padStart(4, '0')} ${offset.toString(16).padStart(6, '0')} ${(data.length / 2).toString(16).padStart(6, '0')} ${data}`,
    ),
  )

test('assembly: bounds hold, and what is let go is given back', () => {
  const allowance = new Allowance(100)
  const assembler = new MessageAssembler(allowance)
  assembler.add(fragmentOf(0, 90, 0, 'aa'.repeat(80)), place(1, 80))
  assert.equal(allowance.left, 20)
  assert.equal(assembler.add(fragmentOf(1, 90, 0, 'bb'.repeat(30)), place(2, 30)), null)
  assert.equal(allowance.left, 20)
  const whole = assembler.add(fragmentOf(0, 90, 80, 'cc'.repeat(10)), place(3, 10))
  assert.equal(whole?.bytes.length, 94)
  assert.equal(allowance.left, 100)
  assert.equal(assembler.unfinished()?.have, 0)
  assembler.end()
  assert.equal(assembler.unfinished(), null)
})

test('assembly: a message too long to keep is not begun', () => {
  const assembler = new MessageAssembler(new Allowance())
  assert.equal(assembler.add(fragmentOf(0, 0xffffff, 0, 'aa'), place(1, 1)), null)
  assert.equal(assembler.unfinished(), null)
})
