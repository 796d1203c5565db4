// Conversations that plainly complete are counted after a first look. It must never see what a full reading would not.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { analyze } from '../src/engine/analysis.ts'
import { fixtures, readFixture } from './fixtures.ts'

function compare(name: string, bytes: Uint8Array): void {
  const full = analyze(bytes, { name })
  const quick = analyze(bytes, { name, completed: false })
  assert.deepEqual(quick.summary, full.summary, name)
  assert.deepEqual(
    quick.connections,
    full.connections.filter((c) => c.outcome !== 'completed'),
    name,
  )
}

test('every fixture gives the same verdicts and counts after a first look as after a full reading', () => {
  for (const fixture of fixtures) compare(fixture.name, readFixture(fixture))
})

const templates = join(import.meta.dirname, '../bench/templates')
for (const name of readdirSync(templates))
  test(`${name}: likewise`, () => {
    compare(name, new Uint8Array(readFileSync(join(templates, name))))
  })

test('most of a capture of good TLS 1.3 handshakes is settled by the first look', () => {
  const bytes = new Uint8Array(readFileSync(join(templates, 'small13.pcap')))
  const quick = analyze(bytes, { completed: false })
  assert.ok(quick.summary.completed > 0)
  assert.deepEqual(quick.connections, [])
})
