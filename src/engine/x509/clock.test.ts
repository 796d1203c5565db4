import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Clock } from './clock.ts'

test('clock: before, at and after', () => {
  const clock = new Clock(100)
  assert.deepEqual(
    [clock.isBefore(101), clock.isBefore(100), clock.isBefore(99)],
    [true, false, false],
  )
  assert.deepEqual(
    [clock.isAfter(101), clock.isAfter(100), clock.isAfter(99)],
    [false, false, true],
  )
})

const rows: [asked: number[], alike: number[], other: number[]][] = [
  [[], [-1e9, 0, 100, 1e12], []],
  [[90], [91, 100, 1e12], [90, 89, 0]],
  [[110], [0, 100, 109], [110, 111]],
  [
    [90, 110, 50, 200],
    [91, 100, 109],
    [90, 110, 50, 60, 150, 300],
  ],
  [[100], [100], [99, 101]],
  [[90, 100, 110], [100], [95, 105]],
]
for (const [asked, alike, other] of rows) {
  test(`clock: at 100, asked about ${asked.join(', ') || 'nothing'}`, () => {
    const clock = new Clock(100)
    for (const moment of asked) clock.isAfter(moment)
    for (const at of alike) assert.ok(clock.answersAlike(at), `${at}`)
    for (const at of other) assert.ok(!clock.answersAlike(at), `${at}`)
  })
}

test('clock: answers alike means that every answer is the same', () => {
  const moments = [0, 40, 60, 61]
  const answers = (clock: Clock) => moments.flatMap((m) => [clock.isBefore(m), clock.isAfter(m)])
  for (let at = -2; at < 65; at++) {
    const clock = new Clock(at)
    const told = answers(clock)
    for (let other = -2; other < 65; other++)
      if (clock.answersAlike(other)) assert.deepEqual(answers(new Clock(other)), told)
  }
})
