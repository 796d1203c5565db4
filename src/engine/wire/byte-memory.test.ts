import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ByteMemory } from './byte-memory.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const unasked = (): never => assert.fail('made twice')

test('byte memory: the same bytes answer the same value, others another', () => {
  const memory = new ByteMemory<object>(8)
  const first = memory.get(bytes(1, 2, 3), () => ({}))
  assert.equal(memory.get(bytes(1, 2, 3), unasked), first)
  assert.notEqual(
    memory.get(bytes(1, 2, 4), () => ({})),
    first,
  )
  assert.notEqual(
    memory.get(bytes(1, 2), () => ({})),
    first,
  )
})

test('byte memory: strings that agree in length and end are told apart', () => {
  const memory = new ByteMemory<number>(8)
  const long = (first: number) => Uint8Array.from({ length: 40 }, (_, i) => (i === 0 ? first : 7))
  for (const first of [1, 2, 3]) memory.get(long(first), (own) => own[0]!)
  for (const first of [1, 2, 3]) assert.equal(memory.get(long(first), unasked), first)
})

test('byte memory: what it holds is a copy', () => {
  const memory = new ByteMemory<Uint8Array>(8)
  const given = bytes(5, 6)
  const held = memory.get(given, (own) => own)
  given[0] = 9
  assert.deepEqual(held, bytes(5, 6))
  assert.equal(memory.get(bytes(5, 6), unasked), held)
})

test('byte memory: bounded, the oldest is forgotten first', () => {
  const memory = new ByteMemory<number>(4)
  for (let i = 0; i < 100; i++) {
    memory.get(bytes(i), () => i)
    assert.ok(memory.size <= 4)
  }
  assert.equal(memory.get(bytes(99), unasked), 99)
  assert.equal(
    memory.get(bytes(0), () => -1),
    -1,
  )
})

test('byte memory: bounded where all are alike in length and end', () => {
  const memory = new ByteMemory<number>(4)
  for (let i = 0; i < 100; i++) {
    const alike = new Uint8Array(40)
    alike[0] = i
    memory.get(alike, () => i)
    assert.ok(memory.size <= 4)
  }
})
