import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSample } from '../../test/samples.ts'
import { Analysis, analyze, type AnalysisOptions } from './analysis.ts'
import type { ConnectionReport, Report } from './report/model.ts'
import { UsageError } from './wire/usage-error.ts'

const bad = readSample('bad-client-certificate.cap')
const none = readSample('no-client-certificate.cap')

function run(captures: readonly Uint8Array[], options: AnalysisOptions = {}): Report {
  const analysis = new Analysis(options)
  for (const [i, bytes] of captures.entries()) {
    const reader = analysis.open(`${i}.cap`)
    reader.push(bytes)
    reader.end()
  }
  return analysis.finish()
}

test('analysis: one capture, and the verdict on its conversation', () => {
  const report = analyze(bad, { name: 'story.cap' })
  assert.equal(report.version, 1)
  assert.deepEqual(
    report.captures.map(({ file, format, frames }) => [file, format, frames]),
    [['story.cap', 'netmon2', 38]],
  )
  assert.deepEqual(
    report.connections.map(({ outcome, verdict }) => [outcome, verdict?.cause]),
    [['failed', 'client-certificate-expired']],
  )
  assert.equal(report.summary.failed, 1)
  assert.deepEqual(report.summary.causes, { 'client-certificate-expired': 1 })
})

test('analysis: without a name a capture is called capture', () => {
  assert.equal(analyze(bad).captures[0]?.file, 'capture')
})

test('analysis: what is no TLS is counted, and kept where it is asked for', () => {
  const { summary, connections } = run([bad], { notTls: true })
  assert.ok(summary.notTls > 0)
  assert.equal(summary.connections, summary.failed + summary.notTls)
  assert.equal(connections.length, summary.connections)
  assert.equal(run([bad]).connections.length, 1)
})

test('analysis: several captures are one run, with numbers that go on and places of their own', () => {
  const { captures, connections, summary } = run([bad, none, bad], { notTls: true })
  assert.deepEqual(
    captures.map(({ file }) => file),
    ['0.cap', '1.cap', '2.cap'],
  )
  const ids = connections.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  )
  assert.deepEqual([...new Set(connections.map(({ capture }) => capture))], [0, 1, 2])
  assert.equal(summary.failed, 3)
  const sum = Object.values(summary.causes).reduce((a, b) => a + b, 0)
  assert.equal(sum, 3)
})

test('analysis: with onConnection each is handed over when it ends, and nothing is kept', () => {
  const streamed: ConnectionReport[] = []
  const analysis = new Analysis({ onConnection: (connection) => streamed.push(connection) })
  const reader = analysis.open('story.cap')
  reader.push(bad)
  reader.end()
  assert.deepEqual(
    streamed.map(({ verdict }) => verdict?.cause),
    ['client-certificate-expired'],
  )
  const { connections, summary } = analysis.finish()
  assert.deepEqual(connections, [])
  assert.equal(summary.failed, 1)
  assert.equal(streamed.length, 1)
})

test('analysis: without it verdicts wait for the end of the run', () => {
  const told: number[] = []
  const analysis = new Analysis({ onConversation: ({ id }) => told.push(id) })
  const reader = analysis.open('story.cap')
  reader.push(bad)
  reader.end()
  assert.deepEqual(told, [])
  analysis.finish()
  assert.equal(told.length, 1)
})

test('analysis: finish may be called again', () => {
  const analysis = new Analysis()
  const reader = analysis.open('story.cap')
  reader.push(bad)
  reader.end()
  assert.deepEqual(analysis.finish(), analysis.finish())
})

test('analysis: bytes that are no capture are refused in one line', () => {
  const text = new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n')
  assert.throws(
    () => analyze(text),
    (error) => error instanceof UsageError && /^[^\n]+$/.test(error.message),
  )
})

test('analysis: a capture that is cut is read as far as it goes', () => {
  const { captures, connections } = analyze(bad.subarray(0, 9000))
  assert.equal(captures[0]?.format, 'netmon2')
  assert.ok(captures[0].problems.length > 0)
  assert.ok(captures[0].frames > 5)
  assert.ok(connections.every(({ outcome }) => outcome !== 'completed'))
})

test('analysis: keys are told of the secrets of each capture', () => {
  let watched = 0
  run([bad, none], {
    keys: {
      isEmpty: true,
      watch: () => watched++,
      openerFor: () => assert.fail(),
      dtlsOpenerFor: () => assert.fail(),
      quicOpenerFor: () => assert.fail(),
    },
  })
  assert.equal(watched, 2)
})
