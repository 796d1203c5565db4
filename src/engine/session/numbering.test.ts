import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Flow } from '../net/flow.ts'
import { Numbering } from './numbering.ts'

const flow = (id: number) => ({ id }) as Flow

test('numbering: conversations beyond one a flow stand between the flows, and no number comes twice', () => {
  const numbering = new Numbering(10)
  const given = [
    numbering.next(),
    numbering.idOf(flow(1)),
    numbering.idOf(flow(3)),
    numbering.next(),
    numbering.next(),
    numbering.idOf(flow(2)),
    numbering.idOf(flow(4)),
    numbering.idOf(flow(5)),
  ]
  assert.deepEqual(given, [10, 11, 13, 14, 15, 12, 16, 17])
  assert.equal(new Set(given).size, given.length)
})
