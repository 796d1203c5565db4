import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeCommand, describeProgram } from './help.ts'

test('help: usage, summary, notes, options, examples', () => {
  const text = describeCommand({
    name: 'measure',
    usage: 'FILE [options]',
    summary: 'Measures a file.',
    notes: ['A note.'],
    options: {
      all: { type: 'boolean', short: 'a', help: 'everything' },
      filter: { type: 'string', value: 'EXPR', help: 'only what matches' },
    },
    examples: [['shakedown measure x', 'its size']],
    run: () => Promise.resolve(0),
  })
  assert.equal(
    text,
    `usage: shakedown measure FILE [options]

Measures a file.

A note.

options:
  -a, --all      everything
  --filter EXPR  only what matches
  -h, --help     show this help

example:
  shakedown measure x
      its size
`,
  )
})

test('help: a long option stands on a line of its own', () => {
  const text = describeCommand({
    name: 'm',
    usage: '',
    summary: '',
    options: { 'a-name-that-is-much-longer': { type: 'string', value: 'VALUE', help: 'why' } },
    examples: [],
    run: () => Promise.resolve(0),
  })
  assert.match(text, /^ {2}--a-name-that-is-much-longer VALUE\n {28}why$/m)
})

test('help: the program lists its commands', () => {
  const text = describeProgram([{ name: 'frames', summary: 'lists frames' }])
  assert.match(text, /^ {2}frames {4}lists frames$/m)
  assert.match(text, /exit status: 0/)
})
