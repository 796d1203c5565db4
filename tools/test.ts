// Runs every test in one process: a process for each file costs more than the tests do.

import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'

const top = resolve(import.meta.dirname, '..')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
process.env['TZ'] = 'UTC'
process.env['LC_ALL'] = 'C'

for (const folder of ['src', 'test', 'tools']) {
  for (const file of readdirSync(resolve(top, folder), {
    recursive: true,
    encoding: 'utf8',
  }).sort()) {
    if (!file.endsWith('.test.ts')) continue
    const path = `${folder}/${file}`
    if (wanted.length > 0 && !wanted.some((part) => path.includes(part))) continue
    await import(resolve(top, path))
  }
}
