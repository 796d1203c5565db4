// Builds dist: the engine as modules with types (tsc), the command line as a few bundled files (esbuild).
//
// The command line is bundled because a start-up that opens a hundred small files is one that people notice.

import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'

const top = resolve(import.meta.dirname, '..')
process.chdir(top)
rmSync('dist', { recursive: true, force: true })
execFileSync(
  process.execPath,
  ['node_modules/typescript7/bin/tsc', '-b', 'src/engine', 'src/cli'],
  { stdio: 'inherit' },
)
await build({
  entryPoints: { main: 'src/cli/main.ts' },
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
})
chmodSync('dist/cli/main.js', 0o755)
