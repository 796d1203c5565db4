// The command line as users run it: bundled once for all tests, each call a process of its own.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { buildSync } from 'esbuild'

export const top: string = resolve(import.meta.dirname, '..')

let main: string | null = null

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

/** Runs `shakedown` with these words in the project's folder. */
export function shakedown(words: readonly string[], input?: Uint8Array): Ran {
  const { stdout, stderr, status } = spawnSync(process.execPath, [bundle(), ...words], {
    cwd: top,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1', TZ: 'UTC', LC_ALL: 'C' },
    ...(input && { input }),
  })
  return { stdout, stderr, status }
}

/** The script that `shakedown` runs. */
export function bundle(): string {
  if (main !== null) return main
  // Beside node_modules, so that packages are found as they are in an installed package.
  const folder = mkdtempSync(join(top, 'node_modules', '.shakedown-test-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  buildSync({
    absWorkingDir: top,
    entryPoints: { main: 'src/cli/main.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
  main = join(folder, 'main.js')
  return main
}

/** Words apart by blanks; single quotes keep them together. */
export function splitWords(line: string): string[] {
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '')
}

/** A folder for this test, removed at the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shakedown-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
