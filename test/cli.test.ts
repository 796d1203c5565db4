// Scripts of the command line, as a user could read them aloud: test/cli/*.txt.
//
//   $ shakedown explain 42        a command
//   text                          what it prints
//   ! text                        what it prints on standard error
//   [1]                           its exit status, left out where 0
//
// `npm run update` rewrites what the commands print.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import { shakedown, splitWords } from './command-line.ts'

const folder = join(import.meta.dirname, 'cli')

for (const name of readdirSync(folder).filter((file) => file.endsWith('.txt'))) {
  const path = join(folder, name)
  const script = readFileSync(path, 'utf8')
  const [preamble = '', ...blocks] = script.split(/^(?=\$ )/m)
  const rewritten = [preamble]
  for (const block of blocks) {
    const [command = ''] = block.split('\n', 1)
    test(`${name}: ${command.slice(2)}`, () => {
      const told = run(command)
      assert.ok(!told.includes('this is a bug in shakedown'), told)
      if (process.env['UPDATE_GOLDEN'] !== '1') assert.equal(told.trimEnd(), block.trimEnd())
      rewritten.push(told)
      // A script of which a command failed stays as it was.
      if (process.env['UPDATE_GOLDEN'] === '1' && rewritten.length === blocks.length + 1)
        writeFileSync(path, rewritten.join(''))
    })
  }
}

function run(command: string): string {
  const words = splitWords(command.replace(/^\$ shakedown ?/, ''))
  const { stdout, stderr, status } = shakedown(words)
  const complaints = stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `! ${line}\n`)
  const end = status === 0 ? '' : `[${status}]\n`
  return `${command}\n${stdout}${complaints.join('')}${end}\n`
}
