import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Origin, type Direction } from '../net/flow.ts'
import { fromHex, toHex } from '../wire/hex.ts'
import { Tapes, type Tape } from './tape.ts'

function record(tape: Tape, direction: Direction, hex: string, frame: number): boolean {
  const bytes = fromHex(hex)
  const origin = new Origin()
  origin.frame = frame
  origin.offset = 10 * frame
  return tape.record(direction, bytes, 0, bytes.length, origin)
}

function played(tape: Tape): string[] {
  const found: string[] = []
  tape.play((direction, bytes, from, to, { frame, offset }) =>
    found.push(`${direction} ${toHex(bytes.subarray(from, to))} ${frame}:${offset}`),
  )
  return found
}

function takeTape(tapes = new Tapes()): Tape {
  const tape = tapes.take()
  assert.ok(tape)
  return tape
}

test('a tape plays what it recorded, in order, with the origin of each piece', () => {
  const tape = takeTape()
  record(tape, 0, '0102', 3)
  record(tape, 1, 'aa', 4)
  record(tape, 0, '03', 6)
  assert.deepEqual(played(tape), ['0 0102 3:30', '1 aa 4:40', '0 03 6:60'])
})

test('the start of a direction leaves out the other, and stops where it is told to', () => {
  const tape = takeTape()
  record(tape, 0, '0102', 3)
  record(tape, 1, 'aa', 4)
  record(tape, 0, '0304', 6)
  assert.equal(toHex(tape.start(0, 3)), '010203')
  assert.equal(toHex(tape.start(1, 9)), 'aa')
})

test('a copy has the beginning of each direction and stays when the tape is used again', () => {
  const tapes = new Tapes()
  const tape = takeTape(tapes)
  record(tape, 0, '010203', 3)
  record(tape, 1, 'aabb', 4)
  record(tape, 1, 'cc', 5)
  const copy = tapes.copy(tape, [2, 2])
  tapes.giveBack(tape)
  record(takeTape(tapes), 0, 'ffffffff', 9)
  assert.deepEqual(played(copy), ['0 0102 3:30', '1 aabb 4:40'])
})

test('a piece that does not fit is refused and not recorded', () => {
  const tape = takeTape()
  assert.ok(record(tape, 0, '00'.repeat(16_000), 1))
  assert.ok(!record(tape, 0, '00'.repeat(1000), 2))
  assert.equal(played(tape).length, 1)
})

test('there is an end to tapes, and one given back can be taken again', () => {
  const tapes = new Tapes()
  const taken = Array.from({ length: 2048 }, () => takeTape(tapes))
  assert.equal(tapes.take(), null)
  tapes.giveBack(taken[0]!)
  assert.ok(tapes.take())
})
