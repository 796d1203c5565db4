// The same bytes, every way: whole, in pieces of any size, and in other containers, a capture says the same.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixtures, reportInPieces, reportOn } from './fixtures.ts'

/** Byte by byte costs most, and what it finds shows in any few captures. */
const some = fixtures.filter((_, i) => i % 12 === 0)

for (const size of [1, 7, 1000])
  test(`captures in pieces of ${size} give the report of the whole`, () => {
    for (const fixture of some)
      assert.deepEqual(reportInPieces(fixture, size), reportOn(fixture), fixture.name)
  })
