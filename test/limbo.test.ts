// Chains with the verdict that x509-limbo asks for. The suite is other people's, and not in this repository.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { judgeCase, readLimbo } from '../tools/limbo.ts'

const path = resolve(import.meta.dirname, '../../shared/limbo/limbo.json')

if (existsSync(path)) {
  for (const limbo of readLimbo(path)) {
    test(`limbo ${limbo.id}`, () =>
      assert.equal(judgeCase(limbo, 1_760_000_000).accepted, limbo.expected_result === 'SUCCESS'))
  }
} else {
  test('limbo', { skip: 'the suite is not here' }, () => undefined)
}
