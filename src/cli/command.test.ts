import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest, parseArguments, type Command } from './command.ts'

const command: Command = {
  name: 'measure',
  usage: 'FILE… [options]',
  summary: 'Measures.',
  options: {
    all: { type: 'boolean', short: 'a', help: 'all' },
    filter: { type: 'string', short: 'f', value: 'EXPR', help: 'filter' },
    key: { type: 'string', multiple: true, value: 'FILE', help: 'key' },
  },
  examples: [],
  run: () => Promise.resolve(0),
}

test('arguments: flags, texts, lists, and what is none of them', () => {
  const args = parseArguments(command, [
    'a.cap',
    '-a',
    '--filter',
    'TLS',
    '--key=1',
    '--key',
    '2',
    '-',
  ])
  assert.deepEqual(args.positionals, ['a.cap', '-'])
  assert.deepEqual([args.flag('all'), args.flag('help')], [true, false])
  assert.equal(args.text('filter'), 'TLS')
  assert.deepEqual(args.texts('key'), ['1', '2'])
})

test('arguments: what is not given', () => {
  const args = parseArguments(command, [])
  assert.deepEqual(
    [args.flag('all'), args.text('filter'), args.texts('key')],
    [false, undefined, []],
  )
})

test('arguments: after -- everything is a file', () => {
  assert.deepEqual(parseArguments(command, ['--', '--all']).positionals, ['--all'])
})

for (const word of ['--help', '-h'])
  test(`arguments: every command knows ${word}`, () => {
    assert.equal(parseArguments(command, [word]).flag('help'), true)
  })

const faults: [words: string[], message: RegExp][] = [
  [['--fliter', 'x'], /^measure has no option --fliter; did you mean --filter\?$/],
  [['--quux'], /^measure has no option --quux$/],
  [['-x'], /^measure has no option -x/],
  [['--filter'], /--filter/],
  [['--all=1'], /--all/],
]
for (const [words, message] of faults)
  test(`arguments: refuses ${words.join(' ')} in one line`, () => {
    assert.throws(
      () => parseArguments(command, words),
      (error: Error) =>
        error.name === 'UsageError' && message.test(error.message) && !error.message.includes('\n'),
    )
  })

const guesses: [typed: string, name: string | undefined][] = [
  ['analyse', 'analyze'],
  ['frame', 'frame'],
  ['framess', 'frames'],
  ['fram', 'frame'],
  ['quux', undefined],
  ['', undefined],
]
for (const [typed, name] of guesses)
  test(`nearest: "${typed}" may mean ${name ?? 'nothing'}`, () => {
    assert.equal(nearest(typed, ['analyze', 'frames', 'frame', 'explain']), name)
  })
