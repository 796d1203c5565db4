// Damaged captures: whatever the bytes, the engine answers with a report or says that it is no capture.

import assert from 'node:assert/strict'
import process from 'node:process'
import { test } from 'node:test'
import { UsageError } from '../src/engine/wire/usage-error.ts'
import { fixtures, readFixture, reportOn, seeded, type Fixture } from './fixtures.ts'
import { mutate } from './mutate.ts'

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
