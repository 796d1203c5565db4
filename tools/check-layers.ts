// Checks that imports inside the engine point down. The list is the architecture: read it first.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'

/** From the bottom up. A folder may import from itself and from any folder above it in this list. */
const layers = [
  'wire',
  'registry',
  'crypto',
  'capture',
  'net',
  'x509',
  'tls',
  'dtls',
  'quic',
  'eap',
  'session',
  'diagnose',
  'dissect',
  'filter',
  'report',
]

const engine = resolve(import.meta.dirname, '../src/engine')
const faults: string[] = []

for (const file of readdirSync(engine, { recursive: true, encoding: 'utf8' })) {
  const from = layers.indexOf(file.split('/')[0] ?? '')
  if (!file.endsWith('.ts') || from < 0) continue // `index.ts` at the top may import from everywhere
  for (const [, target = ''] of readFileSync(join(engine, file), 'utf8').matchAll(
    /from '(\.[^']+)'/g,
  )) {
    const folder = relative(engine, resolve(engine, dirname(file), target)).split('/')[0] ?? ''
    if (layers.indexOf(folder) > from)
      faults.push(`src/engine/${file}: ${layers[from]} may not import ${folder}`)
  }
}

for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
