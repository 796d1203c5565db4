// Everything that must hold before a commit, in order of how fast it tells. Stops at the first that fails.

import { spawnSync } from 'node:child_process'
import process from 'node:process'

const steps: [what: string, command: string, mend: string][] = [
  ['format', 'npm run --silent format:check', 'npm run format'],
  ['layers', 'npm run --silent layers', 'move the import, or the code, to the layer it belongs to'],
  ['names', 'npm run --silent names', 'say it without naming the place where it was written'],
  ['registries are fresh', 'npm run --silent registries:check', 'npm run registries'],
  ['the glance is fresh', 'npm run --silent glance:check', 'npm run glance'],
  ['roots are fresh', 'npm run --silent roots:check', 'npm run roots'],
  ['types', 'npm run --silent types', 'npm run types shows them alone'],
  ['lint', 'npm run --silent lint', 'npx eslint --fix . mends some'],
  ['build', 'npm run --silent build', 'npm run build'],
  ['package', 'npm run --silent package', 'see "files" and "exports" in package.json'],
  ['tests', 'npm run --silent test', 'npm test -- PART runs the files whose path holds PART'],
]

for (const [what, command, mend] of steps) {
  const started = performance.now()
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (status !== 0) {
    console.error(`\ncheck: ${what} failed after ${seconds} s. To mend: ${mend}`)
    process.exit(1)
  }
  console.error(`check: ${what} (${seconds} s)`)
}
