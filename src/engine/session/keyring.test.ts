import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyRing } from './keyring.ts'

const random = new Uint8Array(32).fill(0xab)
const line = `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`
const bytes = new TextEncoder().encode(line)

test('secrets of a capture serve as soon as they are read', () => {
  const ring = new KeyRing()
  const secrets: { type: number; bytes: Uint8Array }[] = []
  ring.watch(secrets)
  assert.equal(ring.isEmpty, true)
  assert.equal(ring.findSecret('CLIENT_RANDOM', random), null)
  secrets.push({ type: 0x544c_534b, bytes })
  assert.equal(ring.isEmpty, false)
  assert.equal(ring.findSecret('CLIENT_RANDOM', random)?.[0], 0xcd)
})

test('secrets of another kind are no key log', () => {
  const ring = new KeyRing()
  ring.watch([{ type: 0x5747_4b4c, bytes }])
  assert.equal(ring.isEmpty, true)
})

test('sessions: learned by ID or ticket, an empty ID is none, the oldest are forgotten', () => {
  const ring = new KeyRing()
  const master = Uint8Array.of(1)
  ring.learnSession(new Uint8Array(0), master)
  assert.equal(ring.findSession(new Uint8Array(0)), null)
  const id = (number: number): Uint8Array => Uint8Array.of(number >> 16, number >> 8, number)
  for (let number = 0; number <= 20_000; number++) ring.learnSession(id(number), master)
  assert.equal(ring.findSession(id(0)), null)
  assert.equal(ring.findSession(id(1)), master)
  assert.equal(ring.findSession(id(20_000)), master)
})
