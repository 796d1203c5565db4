import assert from 'node:assert/strict'
import process from 'node:process'
import { test } from 'node:test'
import { paintFor } from './terminal.ts'

const names = ['NO_COLOR', 'FORCE_COLOR', 'TERM'] as const

const rows: [
  what: string,
  environment: Partial<Record<(typeof names)[number], string>>,
  isTTY: boolean | undefined,
  coloured: boolean,
][] = [
  ['on a terminal', { TERM: 'xterm' }, true, true],
  ['into a file', { TERM: 'xterm' }, undefined, false],
  ['on a dumb terminal', { TERM: 'dumb' }, true, false],
  ['with NO_COLOR', { NO_COLOR: '1' }, true, false],
  ['with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
  ['into a file with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
  ['with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
  ['with both', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
]
for (const [what, environment, isTTY, coloured] of rows)
  test(`colour: ${coloured ? 'yes' : 'no'} ${what}`, () => {
    const before = names.map((name) => [name, process.env[name]] as const)
    try {
      for (const name of names) set(name, environment[name])
      const painted = paintFor({ isTTY })('failed', 'x')
      assert.equal(painted, coloured ? '\u001b[31mx\u001b[39m' : 'x')
    } finally {
      for (const [name, value] of before) set(name, value)
    }
  })

function set(name: (typeof names)[number], value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name)
  else process.env[name] = value
}
