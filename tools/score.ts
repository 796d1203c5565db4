// Scores the engine against a folder of cases: each a capture, and a truth.json that says what was done to it.
//
//     npm run score -- DIR [-v] [--plain] [--only TEXT]
//
// `-v` prints each case that falls short. `--plain`: only cases on plain TCP that need no keys.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseKeyLog } from '../src/engine/capture/keylog.ts'
import { createReader } from '../src/engine/capture/recognise.ts'
import { findOutcome, judge } from '../src/engine/diagnose/judge.ts'
import { Siblings } from '../src/engine/diagnose/siblings.ts'
import type { Judgement } from '../src/engine/diagnose/verdict.ts'
import { causes } from '../src/engine/registry/tables/causes.ts'
import type { Conversation } from '../src/engine/session/conversation.ts'
import { KeyRing } from '../src/engine/session/keyring.ts'
import { Scan } from '../src/engine/session/scan.ts'

interface Truth {
  readonly outcome: 'completed' | 'failed' | 'incomplete'
  readonly cause: string | null
  readonly accept?: readonly string[]
  readonly rejectedBy: string | null
  readonly knowable: boolean
  readonly keyed: boolean
  readonly carrier: string
  readonly judged?: { readonly clientPort?: number }
}

interface Row {
  cases: number
  top1: number
  any: number
  sided: number
  side: number
}

const options = process.argv.slice(2)
const only = options.includes('--only') ? (options[options.indexOf('--only') + 1] ?? '') : ''
const dir = options.find((option) => !option.startsWith('-') && option !== only)
if (dir === undefined || !existsSync(dir)) {
  console.error('usage: npm run score -- DIR [-v] [--plain] [--only TEXT]')
  process.exit(2)
}
const verbose = options.includes('-v')
const plain = options.includes('--plain')

const table = new Map<string, Row>()
const short: string[] = []
const sum = { cases: 0, knowable: 0, completed: 0, alarms: 0, failed: 0, missed: 0, crashed: 0 }
const claims = { unknowable: 0, overclaimed: 0 }

for (const name of readdirSync(dir).sort()) {
  const folder = join(dir, name)
  if (!name.includes(only) || !existsSync(join(folder, 'truth.json'))) continue
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth
  if (plain && (truth.carrier !== 'tcp' || truth.keyed)) continue
  sum.cases++
  scoreCase(name, truth, read(name, folder, truth))
}

interface Judged extends Judgement {
  readonly conversation: Conversation
}

/** The road of `analysis.ts` without the report. */
function read(name: string, folder: string, truth: Truth): Judged[] | null {
  const file = readdirSync(folder).find((entry) => entry.startsWith('capture.')) ?? ''
  const keyLog = truth.keyed ? readFileSync(join(folder, 'keys.log'), 'utf8') : ''
  const keys = new KeyRing({ keyLogs: [parseKeyLog(keyLog)] })
  const siblings = new Siblings()
  const found: Conversation[] = []
  const scan = new Scan({
    keys,
    onConversation: (conversation) => {
      found.push(conversation)
      siblings.add(conversation, findOutcome(conversation, siblings))
    },
  })
  try {
    const reader = createReader((frame) => scan.frame(frame))
    reader.push(readFileSync(join(folder, file)))
    reader.end()
    scan.end()
    return found
      .sort((a, b) => a.id - b.id)
      .map((conversation) => {
        conversation.captureEnd ??= reader.file.lastTime
        return { conversation, ...judge(conversation, siblings) }
      })
  } catch (error) {
    sum.crashed++
    short.push(`${name}: no report (${error instanceof Error ? (error.stack ?? '') : 'unknown'})`)
    return null
  }
}

function pick(truth: Truth, all: readonly Judged[]): Judged | undefined {
  const port = truth.judged?.clientPort
  if (port !== undefined)
    return all.findLast(({ conversation: c }) => c.client.port === port || c.server.port === port)
  return all.findLast((c) => c.outcome !== 'not-tls') ?? all.at(-1)
}

function scoreCase(name: string, truth: Truth, report: Judged[] | null): void {
  const connection = report ? pick(truth, report) : undefined
  const verdict = connection?.verdict ?? null
  const outcome = connection?.outcome ?? 'none'
  if (truth.outcome === 'completed') {
    sum.completed++
    const alarms = (report ?? []).filter((c) => c.outcome === 'failed')
    if (truth.judged ? outcome !== 'failed' : alarms.length === 0) return
    sum.alarms++
    short.push(`${name}: false alarm ${(verdict ?? alarms[0]?.verdict)?.cause ?? ''}`)
    return
  }
  if (truth.outcome === 'failed') {
    sum.failed++
    if (outcome !== 'failed') sum.missed++
  }
  const right = [truth.cause, ...(truth.accept ?? [])]
  const top1 = verdict !== null && right.includes(verdict.cause)
  const named = verdict === null ? [] : [verdict.cause, ...verdict.alternatives]
  const any = named.some((cause) => cause === truth.cause)
  if (!truth.knowable) {
    claims.unknowable++
    if (verdict?.confidence !== 'certain' || top1) return
    claims.overclaimed++
    short.push(`${name}: certain of ${verdict.cause}, is ${truth.cause ?? ''}, unknowable`)
    return
  }
  sum.knowable++
  const row = rowOf(causes.find((c) => c.code === truth.cause)?.family ?? 'unknown')
  row.cases++
  if (top1) row.top1++
  if (any || top1) row.any++
  if (truth.rejectedBy !== null) {
    row.sided++
    if (verdict?.rejectedBy === truth.rejectedBy) row.side++
    else if (top1)
      short.push(`${name}: ended by ${truth.rejectedBy}, said ${verdict.rejectedBy ?? 'nobody'}`)
  }
  if (!top1)
    short.push(
      `${name}: is ${right.join(' or ')}, said ${verdict?.cause ?? outcome}${any ? ' (right one among the alternatives)' : ''}`,
    )
}

function rowOf(family: string): Row {
  const row = table.get(family) ?? { cases: 0, top1: 0, any: 0, sided: 0, side: 0 }
  table.set(family, row)
  return row
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)}%`
}

if (verbose) for (const line of short) console.log(line)
console.log(`${'family'.padEnd(22)}  cases   top-1     any    side`)
const total: Row = { cases: 0, top1: 0, any: 0, sided: 0, side: 0 }
for (const [family, row] of [...table].sort()) {
  const cells = [
    String(row.cases).padStart(6),
    percent(row.top1, row.cases).padStart(8),
    percent(row.any, row.cases).padStart(8),
    percent(row.side, row.sided).padStart(8),
  ]
  console.log(family.padEnd(22) + cells.join(''))
  for (const key of ['cases', 'top1', 'any', 'sided', 'side'] as const) total[key] += row[key]
}
console.log(
  `${sum.cases} cases: top-1 ${percent(total.top1, sum.knowable)} of ${sum.knowable} knowable, any ${percent(total.any, sum.knowable)}, side ${percent(total.side, total.sided)}, false alarms ${sum.alarms} of ${sum.completed}, missed ${sum.missed} of ${sum.failed}, overclaimed ${claims.overclaimed} of ${claims.unknowable}, no report ${sum.crashed}`,
)
process.exitCode = sum.crashed === 0 && sum.alarms === 0 ? 0 : 1
