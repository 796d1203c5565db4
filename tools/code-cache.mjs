// Writes what V8 compiled of the program, once it has run: functions are compiled when they are first called, and only what
// is compiled by then is in the file. Run by tools/build.mjs, in a process of its own and under no flags but the program's.

import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'

const [, , main, target] = process.argv
const trace = 'samples/bad-client-certificate.cap'
/** What users do first, on conversations of the most common kinds. */
const calls = [
  [trace],
  ['fixtures/lab/bad-signature-ec-tls12--curl--py/capture.pcap'],
  ['fixtures/lab/unkissuer-tls13--go--nginx/capture.pcap'],
  ['fixtures/lab/dtls-expired--gnutls--gnutls/capture.pcap'],
  ['ladder', trace],
  ['frames', trace],
  ['frame', trace, '8'],
  ['certs', 'fixtures/certificates/client.pem'],
  ['explain', '42'],
  ['--help'],
]

// Each call listens to it anew.
process.stdout.setMaxListeners(calls.length)
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
