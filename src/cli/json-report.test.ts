import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { makeConnection, makeReport } from '../../test/sample-report.ts'
import { fixtures, reportOn } from '../../test/fixtures.ts'
import type { Report } from '../engine/report/model.ts'
import { JsonReport } from './json-report.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../report.schema.json'), 'utf8'),
) as object
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
formats.default(ajv)
const validate = ajv.compile(schema)

/** What is written of a report whose conversations come last first, and how many times something is written before its end. */
function written(report: Report, most?: number): { text: string; early: number } {
  const decoder = new TextDecoder()
  const parts: string[] = []
  const json = new JsonReport((output) => {
    parts.push(typeof output === 'string' ? output : decoder.decode(output))
  }, most)
  for (const connection of report.connections.toReversed()) json.add(connection)
  const early = parts.length
  json.finish(report)
  return { text: parts.join(''), early }
}

const report: Report = (() => {
  const connections = fixtures.slice(0, 12).flatMap((fixture) => reportOn(fixture).connections)
  return makeReport(connections.map((connection, i) => ({ ...connection, id: i + 1 })))
})()

const reports: [what: string, report: Report][] = [
  ['real ones', report],
  ['nothing', makeReport([])],
  ['one that is hard to write', makeReport([makeConnection({ serverName: 'ü\n"\u2028𝕏' })])],
]
for (const [what, given] of reports) {
  test(`json: ${what}, as JSON.stringify lays it out, in order`, () => {
    const { text, early } = written(given)
    assert.equal(text, `${JSON.stringify(given, null, 1)}\n`)
    assert.equal(early, 0)
  })

  test(`json: ${what}, without room: written as they come, the same to whoever reads it`, () => {
    const { text, early } = written(given, 0)
    const read = JSON.parse(text) as Report
    assert.ok(validate(read), ajv.errorsText(validate.errors))
    const { connections, ...rest } = JSON.parse(JSON.stringify(given)) as Report
    assert.deepEqual(read, { ...rest, connections: connections.reverse() })
    assert.equal(early > 0, connections.length > 0)
    assert.ok(text.endsWith('}\n'))
  })
}

test('json: what came before the room ran out is in order', () => {
  const most = 5 * JSON.stringify(report.connections.at(-1), null, 1).length
  const { text } = written(report, most)
  const ids = (JSON.parse(text) as Report).connections.map(({ id }) => id)
  const turn = ids.findIndex((id, i) => i > 0 && id < (ids[i - 1] ?? 0))
  assert.ok(turn > 1, ids.join(' '))
  assert.deepEqual(
    ids.toSorted((a, b) => a - b),
    report.connections.map(({ id }) => id),
  )
  assert.deepEqual(
    ids.slice(turn),
    ids.slice(turn).toSorted((a, b) => b - a),
  )
})
