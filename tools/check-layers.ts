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

/** What is wrong in `engine`, a folder such as src/engine: one line each. */
export function findLayerFaults(engine: string): string[] {
  const faults = readdirSync(engine, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !layers.includes(entry.name))
    .map(({ name }) => `${name}: a folder that has no place among the layers`)
  for (const file of readdirSync(engine, { recursive: true, encoding: 'utf8' })) {
    const from = layerOf(file)
    if (!file.endsWith('.ts') || from === undefined) continue
    const text = readFileSync(join(engine, file), 'utf8')
    for (const [, target = ''] of text.matchAll(/\b(?:from|import)[\s(]*'(\.[^']+)'/g)) {
      const path = relative(engine, resolve(engine, dirname(file), target))
      if (path.startsWith('..')) {
        // Tests share what stands in test/.
        if (!file.endsWith('.test.ts')) faults.push(`${file}: imports ${target} from outside`)
      } else if ((layerOf(path) ?? Infinity) > from)
        faults.push(`${file}: ${layers[from] ?? 'the top'} may not import ${path}`)
    }
  }
  return faults
}

/** Files at the top, such as `index.ts`, stand above every layer. Undefined for a folder that is none. */
function layerOf(path: string): number | undefined {
  const [folder = '', ...rest] = path.split('/')
  if (rest.length === 0) return layers.length
  const layer = layers.indexOf(folder)
  return layer < 0 ? undefined : layer
}

if (process.argv[1] === import.meta.filename) {
  const faults = findLayerFaults(join(import.meta.dirname, '../src/engine'))
  for (const fault of faults) console.error(`src/engine/${fault}`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
