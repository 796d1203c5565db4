// Writes what V8 compiled of the program, once it has run: functions are compiled when they are first called, and only what
// is compiled by then is in the file. Run by tools/build.mjs, in a process of its own and under no flags but the program's.

import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'

const [, , main, target] = process.argv
const trace = 'samples/bad-client-certificate.cap'
/** What users do first, and what a start costs most in. */
const calls = [
  [trace],
  ['samples/no-client-certificate.cap'],
  ['ladder', trace],
  ['frames', trace],
  ['frame', trace, '8'],
  ['certs', '--help'],
  ['explain', '42'],
  ['--help'],
]

process.argv = [process.execPath, main, ...calls.shift()]
const { run, script } = createRequire(import.meta.url)(main)
process.on('beforeExit', () => {
  const call = calls.shift()
  if (call === undefined) {
    writeFileSync(target, script.createCachedData())
    process.exit(0)
  }
  process.argv = [process.execPath, main, ...call]
  // As an event, so that its end is an end of all events again.
  setImmediate(run)
})
