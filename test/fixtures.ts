// The captures that the project carries, and what is known of each.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseKeyLog } from '../src/engine/capture/keylog.ts'
import { Analysis, analyze, type AnalysisOptions } from '../src/engine/analysis.ts'
import type { Report } from '../src/engine/report/model.ts'
import { KeyRing } from '../src/engine/session/keyring.ts'

export interface Fixture {
  readonly name: string
  readonly path: string
  /** Text of a key log that belongs to it, or null. */
  readonly keyLog: string | null
}

const top = join(import.meta.dirname, '..')

/** The samples and one lab case of each scenario. */
export const fixtures: readonly Fixture[] = [
  ...readdirSync(join(top, 'samples'))
    .filter((file) => file.endsWith('.cap'))
    .map((file) => ({ name: file, path: join(top, 'samples', file), keyLog: null })),
  ...readdirSync(join(top, 'fixtures/lab')).flatMap((name) => {
    const folder = join(top, 'fixtures/lab', name)
    const file = existsSync(join(folder, 'truth.json'))
      ? readdirSync(folder).find((entry) => entry.startsWith('capture.'))
      : undefined
    if (file === undefined) return []
    const keys = join(folder, 'keys.log')
    const keyLog = existsSync(keys) ? readFileSync(keys, 'utf8') : null
    return [{ name, path: join(folder, file), keyLog }]
  }),
]

export function readFixture({ path }: Fixture): Uint8Array {
  return new Uint8Array(readFileSync(path))
}

/** The report on everything in the capture. */
export function reportOn(fixture: Fixture, bytes: Uint8Array = readFixture(fixture)): Report {
  return analyze(bytes, { name: fixture.name, ...everything(fixture) })
}

/** The same, fed in pieces of `size` bytes. */
export function reportInPieces(fixture: Fixture, size: number): Report {
  const bytes = readFixture(fixture)
  const analysis = new Analysis(everything(fixture))
  const reader = analysis.open(fixture.name)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  reader.end()
  return analysis.finish()
}

function everything({ keyLog }: Fixture): AnalysisOptions {
  const keys = keyLog === null ? undefined : new KeyRing({ keyLogs: [parseKeyLog(keyLog)] })
  return { completed: true, notTls: true, ...(keys && { keys }) }
}

/** A small seedable generator: mulberry32. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}
