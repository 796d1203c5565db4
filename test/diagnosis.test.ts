// Every fixture of the lab against what was done to it: the rules, the ranking and the outcome in one.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { ConnectionReport } from '../src/engine/report/model.ts'
import { fixtures, readFixture, reportOn, type Fixture } from './fixtures.ts'

interface Truth {
  readonly outcome: 'completed' | 'failed' | 'incomplete'
  readonly cause: string | null
  readonly accept: readonly string[]
  readonly rejectedBy: string | null
  readonly knowable: boolean
  readonly keyed: boolean
  readonly judged?: { readonly clientPort: number }
}

/** Cases whose truth the capture itself contradicts, and what it shows. */
const corrected: Readonly<Record<string, string>> = {
  // The lab asked for a close, and what left the host was a reset.
  'cut-s-fin-2-tls13--gnutls--openssl': 'reset-by-server',
}

for (const fixture of fixtures) {
  const file = join(dirname(fixture.path), 'truth.json')
  if (!existsSync(file)) continue
  const truth = JSON.parse(readFileSync(file, 'utf8')) as Truth
  test(`diagnoses ${fixture.name}`, () => {
    const connections = judgedOf(fixture, truth)
    if (truth.outcome === 'completed') assertQuiet(truth, connections)
    else assertFound(fixture, truth, pick(truth, connections))
  })
}

function judgedOf(fixture: Fixture, { keyed }: Truth): ConnectionReport[] {
  return reportOn({ ...fixture, keyLog: keyed ? fixture.keyLog : null }, readFixture(fixture))
    .connections
}

function pick({ judged }: Truth, all: readonly ConnectionReport[]): ConnectionReport | undefined {
  if (judged) return all.findLast((c) => [c.client.port, c.server.port].includes(judged.clientPort))
  return all.findLast((c) => c.outcome !== 'not-tls') ?? all.at(-1)
}

/** No alarm on what went well. */
function assertQuiet(truth: Truth, connections: readonly ConnectionReport[]): void {
  const looked = truth.judged ? [pick(truth, connections)] : connections
  assert.deepEqual(
    looked.filter((c) => c?.outcome === 'failed').map((c) => c?.verdict?.cause),
    [],
  )
}

function assertFound(fixture: Fixture, truth: Truth, found: ConnectionReport | undefined): void {
  const verdict = found?.verdict ?? null
  const right = [truth.cause, ...truth.accept, corrected[fixture.name]]
  if (!truth.knowable) {
    // Nobody could tell: then nothing wrong may be said with certainty.
    if (verdict?.confidence === 'certain') assert.ok(right.includes(verdict.cause), verdict.cause)
    return
  }
  assert.ok(verdict, `no verdict: ${found?.outcome ?? 'nothing found'}`)
  assert.ok(right.includes(verdict.cause), `said ${verdict.cause}, is ${right.join(' or ')}`)
  assert.equal(found?.outcome, truth.outcome)
  if (truth.rejectedBy !== null) assert.equal(verdict.rejectedBy, truth.rejectedBy)
  assert.ok(verdict.evidence.length > 0, 'no evidence')
  assert.doesNotMatch(`${verdict.headline} ${verdict.explanation}`, /undefined|null|NaN| {2}/)
}
