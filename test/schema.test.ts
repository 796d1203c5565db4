// What --json prints keeps the contract: report.schema.json, for every capture that the project carries.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { fixtures, reportOn } from './fixtures.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../report.schema.json'), 'utf8'),
) as object
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
formats.default(ajv)
const validate = ajv.compile(schema)

test('every report on a fixture keeps the schema', () => {
  const faults = fixtures.flatMap((fixture) =>
    validate(JSON.parse(JSON.stringify(reportOn(fixture))))
      ? []
      : [`${fixture.name}: ${ajv.errorsText(validate.errors)}`],
  )
  assert.deepEqual(faults, [])
})

test('the schema is no rubber stamp: a verdict without a cause breaks it', () => {
  const report = JSON.parse(JSON.stringify(reportOn(fixtures[0]!))) as {
    connections: { verdict: { cause?: string } | null }[]
  }
  const failed = report.connections.find((connection) => connection.verdict !== null)
  assert.ok(failed?.verdict)
  delete failed.verdict.cause
  assert.equal(validate(report), false)
})
