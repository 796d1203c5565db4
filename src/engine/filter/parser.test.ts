import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Expression } from './expression.ts'
import { parseFilter } from './parser.ts'

const present = (name: string, at: number): Expression => ({ kind: 'present', name, at })

test('parser: a name alone asks for its presence', () => {
  assert.deepEqual(parseFilter('SSL'), present('SSL', 0))
})

test('parser: and binds before or, not before both, from the left', () => {
  assert.deepEqual(parseFilter('a or b and !c or d'), {
    kind: 'or',
    left: {
      kind: 'or',
      left: present('a', 0),
      right: {
        kind: 'and',
        left: present('b', 5),
        right: { kind: 'not', of: present('c', 12) },
      },
    },
    right: present('d', 17),
  })
})

test('parser: brackets come first', () => {
  assert.deepEqual(parseFilter('(a or b) && c'), {
    kind: 'and',
    left: { kind: 'or', left: present('a', 1), right: present('b', 6) },
    right: present('c', 12),
  })
})

const operators: [spelling: string, operator: string][] = [
  ['==', '=='],
  ['eq', '=='],
  ['EQ', '=='],
  ['!=', '!='],
  ['ne', '!='],
  ['<', '<'],
  ['lt', '<'],
  ['<=', '<='],
  ['le', '<='],
  ['>', '>'],
  ['gt', '>'],
  ['>=', '>='],
  ['ge', '>='],
]
for (const [spelling, operator] of operators)
  test(`parser: ${spelling} compares`, () => {
    assert.deepEqual(parseFilter(`x ${spelling} 1`), {
      kind: 'compare',
      name: 'x',
      at: 0,
      mask: null,
      operator,
      value: '1',
    })
  })

const joins: [spelling: string, kind: string][] = [
  ['and', 'and'],
  ['AND', 'and'],
  ['&&', 'and'],
  ['or', 'or'],
  ['||', 'or'],
]
for (const [spelling, kind] of joins)
  test(`parser: ${spelling} joins`, () => {
    assert.equal(parseFilter(`a ${spelling} b`).kind, kind)
  })

for (const text of ['!a', 'not a', 'NOT a', '!(a)', 'not not not a'])
  test(`parser: ${text} negates`, () => {
    assert.equal(parseFilter(text).kind, 'not')
  })

test('parser: a mask is compared with what follows, or with 0', () => {
  const compare = { kind: 'compare', name: 'tcp.flags', at: 0, mask: 0x12 }
  const bare = { ...compare, operator: '!=', value: '0' }
  assert.deepEqual(parseFilter('tcp.flags & 0x12 == 18'), {
    ...compare,
    operator: '==',
    value: '18',
  })
  assert.deepEqual(parseFilter('tcp.flags & 18'), bare)
})

const containing: [text: string, name: string, at: number, wanted: string][] = [
  ['Source contains "10.0"', 'Source', 0, '10.0'],
  ['Source CONTAINS 10.0', 'Source', 0, '10.0'],
  ['contains(Source, "10.0")', 'Source', 9, '10.0'],
  ['Description.contains("Alert")', 'Description', 0, 'Alert'],
]
for (const [text, name, at, wanted] of containing)
  test(`parser: ${text}`, () => {
    assert.deepEqual(parseFilter(text), { kind: 'contains', name, at, text: wanted })
  })

const bytes: [text: string, wanted: number[]][] = [
  ['ContainsBin(FrameData, HEX, "15 03 01")', [0x15, 3, 1]],
  ['containsbin(FrameData, hex, 150301)', [0x15, 3, 1]],
  ['ContainsBin(FrameData, HEX, "15:03-01")', [0x15, 3, 1]],
  ['ContainsBin(FrameData, ASCII, "GET")', [0x47, 0x45, 0x54]],
  ['ContainsBin(FrameData, UNICODE, "Ā😀")', [0x00, 0x01, 0x3d, 0xd8, 0x00, 0xde]],
]
for (const [text, wanted] of bytes)
  test(`parser: ${text}`, () => {
    assert.deepEqual(parseFilter(text), { kind: 'bytes', wanted: Uint8Array.from(wanted) })
  })

const faults: [text: string, message: string][] = [
  ['tcp.port ==', 'the filter needs a value at column 12, where the end stands'],
  ['tcp.port == ==', 'the filter needs a value at column 13, where "==" stands'],
  ['== 443', 'the filter needs a name at column 1, where "==" stands'],
  ['(TLS', 'the filter needs ")" at column 5, where the end stands'],
  ['TLS)', 'the filter needs the end, or "and" or "or" at column 4, where ")" stands'],
  ['TLS ARP', 'the filter needs the end, or "and" or "or" at column 5, where "ARP" stands'],
  ['TLS and', 'the filter needs a name at column 8, where the end stands'],
  ['!', 'the filter needs a name at column 2, where the end stands'],
  ['"TLS"', 'the filter needs a name at column 1, where "TLS" stands'],
  ['tcp.flags & ==', 'the filter needs a number at column 13, where "==" stands'],
  ['tcp.flags & syn', '"syn" in the filter is no number'],
  ['contains(Source "x")', 'the filter needs "," at column 17, where "x" stands'],
  ['ContainsBin FrameData', 'the filter needs "(" at column 13, where "FrameData" stands'],
  ['ContainsBin(FrameData, HEX, "1")', `ContainsBin can't search for hex "1"`],
  ['ContainsBin(FrameData, HEX, "xyz")', `ContainsBin can't search for hex "xyz"`],
  ['ContainsBin(FrameData, ASCII, "")', `ContainsBin can't search for ascii ""`],
  ['ContainsBin(FrameData, OCTAL, "17")', `ContainsBin can't search for octal "17"`],
  [`${'('.repeat(200)}a`, 'the filter is nested too deeply'],
  [`${'!'.repeat(200)}a`, 'the filter is nested too deeply'],
]
for (const [text, message] of faults)
  test(`parser: refuses ${text.slice(0, 40)}`, () => {
    assert.throws(() => parseFilter(text), { name: 'UsageError', message })
  })

test('parser: a filter cut anywhere is a tree or a UsageError', () => {
  const whole = 'a or !(b.contains("x") and c & 0x4 == 4) && ContainsBin(FrameData, HEX, "1503")'
  for (let length = 1; length < whole.length; length++)
    try {
      parseFilter(whole.slice(0, length))
    } catch (error) {
      assert.equal((error as Error).name, 'UsageError', whole.slice(0, length))
    }
})
