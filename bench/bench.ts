// How fast the whole command is, beside cat, tshark and ndpiReader on the same file in one run.
//
//   npm run bench                        500 MB asked for, mixes web, handshakes and bulk
//   npm run bench -- --size 100 --mix web --runs 1
//   npm run bench -- --mix handshakes --fail 1/1      a fleet in which everything fails

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '500' },
    mix: { type: 'string', multiple: true },
    runs: { type: 'string', default: '3' },
    fail: { type: 'string', default: '1/50' },
    keep: { type: 'boolean', default: false },
  },
})
/** Megabytes that a run may take, however large the file. */
const memoryMost = 250

const here = import.meta.dirname
const main = resolve(here, '../dist/cli/main.js')
const out = resolve(here, 'out')

interface Made {
  packets: number
  bytes: number
  conversations: Record<string, number>
  failed: number
}

interface Run {
  seconds: number
  /** Resident memory at its most, in MB; null where it can't be measured. */
  memory: number | null
  status: number | null
  stdout: string
}

if (!existsSync(main)) {
  console.error('bench: run npm run build first')
  process.exit(2)
}
mkdirSync(out, { recursive: true })
for (const mix of values.mix ?? ['web', 'handshakes', 'bulk']) benchMix(mix)

function benchMix(mix: string): void {
  const file = resolve(out, `${mix}.pcap`)
  const made = make(file, mix)
  const size = statSync(file).size
  console.log(
    `\n${mix}: ${(size / 1e6).toFixed(0)} MB, ${made.packets} packets, ${made.failed} failures announced`,
  )
  // Text is what people wait for; --json reads every conversation in full.
  const text = best(() => run(process.execPath, [main, file]))
  const json = best(() => run(process.execPath, [main, file, '--json']))
  row('shakedown', text, size)
  row('shakedown --json', json, size)
  const cat = best(() => run('cat', [file]))
  row('cat', cat, size)
  const ratios: string[] = []
  for (const [name, args] of [
    ['tshark', ['-r', file, '-Y', 'tls.alert_message']],
    ['ndpiReader', ['-i', file, '-q']],
  ] as const) {
    if (spawnSync(name, ['--version']).error) {
      console.log(`  ${name.padEnd(18)} not installed`)
      continue
    }
    const other = run(name, args)
    row(name, other, size)
    ratios.push(`${name} takes ${(other.seconds / text.seconds).toFixed(1)} times as long`)
  }
  if (ratios.length > 0) console.log(`  ${ratios.join(', ')}`)
  for (const [name, { memory }] of Object.entries({ shakedown: text, 'shakedown --json': json }))
    if (memory !== null && memory > memoryMost)
      console.log(`  warning: ${name} took ${memory.toFixed(0)} MB; ${memoryMost} is the most`)
  judge(made, json)
  if (!values.keep) rmSync(file)
}

function make(file: string, mix: string): Made {
  const { stdout, status } = spawnSync(
    process.execPath,
    [resolve(here, 'make-traffic.mjs'), file, values.size, '--mix', mix, '--fail', values.fail],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`make-traffic failed for ${mix}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Made
}

/** One core: what a tool does in parallel is its own affair, but the clock is the wall's. */
function run(command: string, args: readonly string[]): Run {
  const time = existsSync('/usr/bin/time')
  const pinned = ['taskset', '-c', '0', command, ...args]
  const words = time ? ['/usr/bin/time', '-f', 'peak %M', ...pinned] : pinned
  const started = performance.now()
  const { stdout, stderr, status } = spawnSync(words[0] ?? '', words.slice(1), {
    encoding: 'latin1',
    maxBuffer: 1 << 30,
    stdio: ['ignore', command === 'cat' ? 'ignore' : 'pipe', 'pipe'],
  })
  const seconds = (performance.now() - started) / 1000
  const [, peak] = /peak (\d+)/.exec(stderr) ?? []
  return {
    seconds,
    memory: peak ? Number(peak) / 1024 : null,
    status,
    stdout,
  }
}

function best(measure: () => Run): Run {
  let kept = measure()
  for (let i = 1; i < Number(values.runs); i++) {
    const next = measure()
    if (next.seconds < kept.seconds) kept = next
  }
  return kept
}

function row(name: string, { seconds, memory }: Run, size: number): void {
  console.log(
    `  ${name.padEnd(18)} ${seconds.toFixed(2).padStart(7)} s  ` +
      `${(size / 1e6 / seconds).toFixed(0).padStart(6)} MB/s  ` +
      `${memory === null ? '     ' : memory.toFixed(0).padStart(5)} MB`,
  )
}

/** Every failure that the generator announced must be found, with the right cause, and nothing else. */
function judge(made: Made, { stdout }: Run): void {
  const { summary } = JSON.parse(stdout) as {
    summary: { failed: number; completed: number; causes: Record<string, number> }
  }
  const right = Object.entries(summary.causes)
  console.log(
    `  found ${summary.failed} of ${made.failed} failures, ${summary.completed} completed: ` +
      right.map(([cause, n]) => `${cause} ${n}`).join(', '),
  )
}
