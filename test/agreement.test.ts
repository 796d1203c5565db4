// Agreement with tshark on captures that other people made. They are not in this repository.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { measure, shareOf } from '../tools/agreement.ts'

const corpus = resolve(import.meta.dirname, '../../shared/corpus')
const [captures, readings] = [resolve(corpus, 'FILES'), resolve(corpus, 'oracle')]
const skip = existsSync(captures) ? false : 'the captures are not here'

/** docs/agreement.md lists what is left and who is right. */
test('TLS over TCP: 99 % of what tshark reads', { skip }, () => {
  assert.ok(shareOf(measure(captures, readings, true)) >= 0.99)
})

test('every carrier, with and without keys: 99 % of what tshark reads', { skip }, () => {
  assert.ok(shareOf(measure(captures, readings, false)) >= 0.99)
})
