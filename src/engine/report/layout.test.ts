import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hang, printable, spacedHex, width, wrap } from './layout.ts'

test('layout: breaks at blanks, and leaves long words whole', () => {
  assert.deepEqual(wrap('the server sent it', 10), ['the server', 'sent it'])
  assert.deepEqual(wrap('a 0123456789abc d', 10), ['a', '0123456789abc', 'd'])
  assert.deepEqual(wrap('', 10), [''])
})

test('layout: a line feed ends a line', () => {
  assert.deepEqual(wrap('one\ntwo three', 80), ['one', 'two three'])
})

test('layout: lines fit to the column, and not one character more', () => {
  assert.deepEqual(wrap('12345 6789', 10), ['12345 6789'])
  assert.deepEqual(wrap('12345 67890', 10), ['12345', '67890'])
})

const spaces: [text: string, columns: number, lines: string[]][] = [
  ['', 5, ['']],
  ['  ab', 5, ['ab']],
  ['ab  cd', 6, ['ab  cd']],
  ['ab  cd', 5, ['ab ', 'cd']],
  ['ab  cd', 2, ['ab', 'cd']],
  ['ab ', 2, ['ab', '']],
  ['a verylongword b', 4, ['a', 'verylongword', 'b']],
  ['ab cd', -1, ['ab', 'cd']],
]
for (const [text, columns, lines] of spaces)
  test(`layout: '${text}' in ${columns} columns`, () => {
    assert.deepEqual(wrap(text, columns), lines)
  })

test('layout: later lines hang under the first', () => {
  assert.deepEqual(hang('  - ', 'one two three', 12), ['  - one two', '    three'])
  for (const line of hang('    1. ', 'word '.repeat(60).trim())) assert.ok(line.length <= width)
})

const hostile: [what: string, text: string, shown: string][] = [
  ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
  ['a line feed', 'a\nb', 'a\\u000ab'],
  ['the 8-bit CSI', '\u009b1m', '\\u009b1m'],
  ['a turn of direction', 'a\u202egnp.exe', 'a\\u202egnp.exe'],
  ['a null', '\u0000', '\\u0000'],
  ['letters of any script', 'größe 例え', 'größe 例え'],
]
for (const [what, text, shown] of hostile)
  test(`layout: ${what} from the wire`, () => {
    assert.equal(printable(text), shown)
  })

test('layout: hex in pairs', () => {
  assert.equal(spacedHex('15030a'), '15 03 0A')
  assert.equal(spacedHex(''), '')
})
