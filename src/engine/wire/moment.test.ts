import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatMoment, secondsBetween } from './moment.ts'

const formats: [seconds: number, nanos: number, decimals: number | undefined, text: string][] = [
  [0, 0, undefined, '1970-01-01T00:00:00.000000Z'],
  [1_247_566_353, 105_000_000, undefined, '2009-07-14T10:12:33.105000Z'],
  [1_247_566_353, 5, 9, '2009-07-14T10:12:33.000000005Z'],
  [1_247_566_353, 999_999_999, 3, '2009-07-14T10:12:33.999Z'],
  [1_247_566_353, 999_999_999, 0, '2009-07-14T10:12:33Z'],
  [-1, 500_000_000, 1, '1969-12-31T23:59:59.5Z'],
  [253_402_300_800, 0, 0, '+010000-01-01T00:00:00Z'],
  // Beyond what the calendar of JavaScript knows.
  [1e15, 0, 0, '1970-01-01T00:00:00Z'],
]
for (const [seconds, nanos, decimals, text] of formats)
  test(`moment: ${text} with ${decimals ?? 'the usual'} decimals`, () => {
    assert.equal(formatMoment({ seconds, nanos }, decimals), text)
  })

test('moment: seconds between two, whichever comes first', () => {
  const earlier = { seconds: 10, nanos: 900_000_000 }
  const later = { seconds: 12, nanos: 100_000_000 }
  assert.equal(secondsBetween(earlier, later).toFixed(9), '1.200000000')
  assert.equal(secondsBetween(later, earlier).toFixed(9), '-1.200000000')
  assert.equal(secondsBetween(later, later), 0)
})
