// Every example that a command's help gives runs, and shows something.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { analyze } from '../src/cli/analyze.ts'
import { certs } from '../src/cli/certs.ts'
import type { Command } from '../src/cli/command.ts'
import { explain } from '../src/cli/explain.ts'
import { frame } from '../src/cli/frame.ts'
import { frames } from '../src/cli/frames.ts'
import { describeCommand } from '../src/cli/help.ts'
import { ladder } from '../src/cli/ladder.ts'
import { width } from '../src/engine/report/layout.ts'
import { shakedown, splitWords, top } from './command-line.ts'

/** With the exit status that its examples have: the samples failed, and nobody trusts the fixtures' root. */
const commands: [command: Command, status: number][] = [
  [analyze, 1],
  [frames, 0],
  [frame, 0],
  [ladder, 0],
  [certs, 1],
  [explain, 0],
]

/** What stands for files that only the user has. */
const standIns: Readonly<Record<string, string>> = {
  'chain.pem': 'fixtures/certificates/server.pem',
  'client.pem': 'fixtures/certificates/client.pem',
  'ca.pem': 'fixtures/certificates/secp384r1.pem',
}

test('help: every command that the program lists is among these', () => {
  const { stdout } = shakedown(['--help'])
  const listed = Array.from(stdout.matchAll(/^ {2}([a-z]+) {2,}/gm), ([, name]) => name)
  assert.deepEqual(
    listed,
    commands.map(([{ name }]) => name),
  )
})

for (const [command, status] of commands) {
  test(`help: shakedown ${command.name} --help, within the terminal`, () => {
    const { stdout, stderr, status: ended } = shakedown([command.name, '--help'])
    assert.deepEqual([stdout, stderr, ended], [describeCommand(command), '', 0])
    for (const line of stdout.split('\n').filter((l) => !l.startsWith('  shakedown ')))
      assert.ok(line.length <= width, line)
    for (const name of Object.keys(command.options))
      assert.match(stdout, new RegExp(`--${name}\\b`))
  })

  for (const [line, shows] of command.examples)
    test(`help: ${line}`, () => {
      const [program, ...words] = splitWords(line)
      assert.equal(program, 'shakedown')
      assert.notEqual(shows, '')
      const { stdout, stderr, status: ended } = shakedown(words.flatMap(expand))
      assert.equal(stderr, '')
      assert.notEqual(stdout, '')
      assert.equal(ended, status)
    })
}

/** What the shell would make of a word. */
function expand(word: string): string[] {
  if (word !== 'samples/*.cap') return [standIns[word] ?? word]
  return readdirSync(join(top, 'samples'))
    .filter((file) => file.endsWith('.cap'))
    .map((file) => `samples/${file}`)
}
