import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from './finding.ts'
import { rank } from './rank.ts'

const of = (
  cause: Finding['cause'],
  weight: number,
  alternatives: Finding['cause'][] = [],
): Finding => ({
  cause,
  weight,
  rejectedBy: null,
  faultSide: null,
  facts: {},
  evidence: [],
  alternatives,
  ruledOut: [],
})

const cases: [why: string, findings: Finding[], confidence: string | undefined][] = [
  ['nothing found', [], undefined],
  ['one that is proven', [of('no-answer', 0.95)], 'certain'],
  ['one that is proven, far ahead', [of('no-answer', 0.95), of('path-mtu', 0.8)], 'certain'],
  ['two that are as good', [of('no-answer', 0.95), of('path-mtu', 0.9)], 'likely'],
  ['the same one twice', [of('no-answer', 0.95), of('no-answer', 0.94)], 'certain'],
  ['a good one', [of('no-answer', 0.6)], 'likely'],
  ['a weak one', [of('no-answer', 0.59)], 'possible'],
]
for (const [why, findings, confidence] of cases) {
  test(`rank: ${why}`, () => assert.equal(rank(findings)?.confidence, confidence))
}

test('rank: alternatives are what the finding leaves open, then what weighs enough, each once', () => {
  const ranking = rank([
    of('path-mtu', 0.5),
    of('no-answer', 0.9, ['packet-loss', 'path-mtu']),
    of('closed-by-client', 0.28),
    of('unexplained-alert', 0.2),
  ])
  assert.equal(ranking?.best.cause, 'no-answer')
  assert.deepEqual(ranking.alternatives, ['packet-loss', 'path-mtu', 'closed-by-client'])
})
