// A brief report leaves out what its text does not show: the text is the same.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { analyze } from '../src/engine/analysis.ts'
import { markdownReport } from '../src/engine/report/markdown.ts'
import { describeReport } from '../src/engine/report/text.ts'
import { fixtures, readFixture } from './fixtures.ts'

test('every fixture reads the same in text and in Markdown, whether its report is brief or not', () => {
  for (const fixture of fixtures) {
    const options = { name: fixture.name, notTls: true }
    const full = analyze(readFixture(fixture), options)
    const brief = analyze(readFixture(fixture), { ...options, brief: true })
    assert.equal(describeReport(brief, { all: true }), describeReport(full, { all: true }))
    assert.equal(markdownReport(brief, true), markdownReport(full, true))
  }
})

test('a brief report has neither messages nor certificates nor hashes', () => {
  const [fixture] = fixtures
  const { connections } = analyze(readFixture(fixture!), { brief: true })
  assert.ok(connections.length > 0)
  for (const { messages, certificates, ja3, ja4, communityId } of connections) {
    assert.deepEqual([messages, certificates], [[], { server: [], client: [] }])
    assert.deepEqual([ja3, ja4, communityId], [null, null, ''])
  }
})
