// Checks that nothing in the repository names the machine or the folders it was written in.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'

const skipped = new Set(['.git', 'node_modules', 'dist', 'coverage'])

/** What may stand nowhere, and what only in tests and tools, which say that they skip where it is missing. */
const workplace = /\/work\//
const neighbour = /\.\.\/shared\b/

/** The lines under `top` that name it. */
export function findNames(top: string, folder: string = top): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : findNames(top, path)
    return entry.isFile() ? namesIn(relative(top, path), readFileSync(path)) : []
  })
}

function namesIn(path: string, bytes: Uint8Array): string[] {
  if (bytes.includes(0)) return [] // a capture, not text
  const mayName = /^(test|tools)\//.test(path)
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .flatMap((line, i) =>
      workplace.test(line) || (neighbour.test(line) && !mayName)
        ? [`${path}:${i + 1} names the place where it was written: ${line.trim()}`]
        : [],
    )
}

if (process.argv[1] === import.meta.filename) {
  const faults = findNames(resolve(import.meta.dirname, '..'))
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
