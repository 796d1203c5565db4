import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count, grouped } from './count.ts'

const numbers: [n: number, text: string][] = [
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1_234_567, '1,234,567'],
]
for (const [n, text] of numbers)
  test(`count: ${n} is written ${text}`, () => {
    assert.equal(grouped(n), text)
  })

test('count: one, many and none, with a plural of its own', () => {
  assert.equal(count(1, 'frame'), '1 frame')
  assert.equal(count(0, 'frame'), '0 frames')
  assert.equal(count(2000, 'authority', 'authorities'), '2,000 authorities')
})
