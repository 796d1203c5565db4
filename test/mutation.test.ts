// Damaged captures: whatever the bytes, the engine answers with a report or says that it is no capture.

import assert from 'node:assert/strict'
import process from 'node:process'
import { test } from 'node:test'
import { UsageError } from '../src/engine/wire/usage-error.ts'
import { fixtures, readFixture, reportOn, seeded, type Fixture } from './fixtures.ts'

const seed = Number(process.env['SEED'] ?? 20261125)
const rounds = 4

test(`seeded mutations of every fixture never throw (seed ${seed})`, () => {
  const random = seeded(seed)
  let reports = 0
  for (let round = 0; round < rounds; round++)
    for (const fixture of fixtures) {
      const bytes = mutate(readFixture(fixture), random)
      if (survives(fixture, bytes, `round ${round}`)) reports++
    }
  // A mutation that only ever breaks the file's magic would test nothing.
  assert.ok(reports > (rounds * fixtures.length) / 2)
})

for (const fixture of fixtures.filter((f) => f.name.endsWith('.cap')))
  test(`${fixture.name} cut anywhere gives a report or says that it is no capture`, () => {
    const whole = readFixture(fixture)
    for (let length = 0; length < whole.length; length += length < 200 ? 1 : 29)
      survives(fixture, whole.subarray(0, length), `cut after ${length}`)
  })

function survives(fixture: Fixture, bytes: Uint8Array, how: string): boolean {
  try {
    const report = reportOn(fixture, bytes)
    assert.equal(report.version, 1)
    return true
  } catch (error) {
    if (error instanceof UsageError) return false
    throw new Error(`${fixture.name}, ${how}, seed ${seed}`, { cause: error })
  }
}

/** One to eight changes: bits, bytes, integers at their limits, stretches left out, doubled or moved. */
function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes: Uint8Array = original.slice()
  for (let changes = 1 + random(8); changes > 0; changes--) {
    const at = random(bytes.length)
    const length = 1 + random(64)
    switch (random(7)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
        break
      case 1:
        bytes[at] = random(256)
        break
      case 2:
        bytes.fill(random(2) === 0 ? 0xff : 0, at, at + 1 + random(4))
        break
      case 3:
        bytes = join(bytes.subarray(0, at), bytes.subarray(at + length))
        break
      case 4:
        bytes = join(bytes.subarray(0, at + length), bytes.subarray(at))
        break
      case 5:
        bytes = join(
          bytes.subarray(0, at),
          bytes.subarray(at, at + length).toReversed(),
          bytes.subarray(at + length),
        )
        break
      default:
        bytes = bytes.slice(0, Math.max(24, at))
    }
  }
  return bytes
}

function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
