import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTokens } from './token.ts'

test('tokens: words, texts and operators, each with its place', () => {
  assert.deepEqual(parseTokens('TCP.Port==443 && !"a \\" b"'), [
    { kind: 'word', value: 'TCP.Port', at: 0 },
    { kind: 'operator', value: '==', at: 8 },
    { kind: 'word', value: '443', at: 10 },
    { kind: 'operator', value: '&&', at: 14 },
    { kind: 'operator', value: '!', at: 17 },
    { kind: 'text', value: 'a " b', at: 18 },
  ])
})

const single: [kind: string, text: string, value: string][] = [
  ['word', '10.0.0.0/8', '10.0.0.0/8'],
  ['word', '2001:db8::1', '2001:db8::1'],
  ['word', '00-1B-21-0A-0B-0C', '00-1B-21-0A-0B-0C'],
  ['word', '.Protocol.TLS', '.Protocol.TLS'],
  ['text', "'single'", 'single'],
  ['text', '""', ''],
  ['operator', '<=', '<='],
  ['operator', '||', '||'],
  ['operator', '&', '&'],
]
for (const [kind, text, value] of single)
  test(`tokens: ${text} is one ${kind}`, () => {
    assert.deepEqual(parseTokens(text), [{ kind, value, at: 0 }])
  })

test('tokens: blanks and comments are passed over', () => {
  assert.deepEqual(
    parseTokens(' TLS // the story\n and\tARP ').map(({ value, at }) => [value, at]),
    [
      ['TLS', 1],
      ['and', 19],
      ['ARP', 23],
    ],
  )
  assert.deepEqual(parseTokens(''), [])
})

const faults: [text: string, message: string][] = [
  ['tcp.port == "443', 'the filter has a quotation mark at column 13 that is never closed'],
  ["'", 'the filter has a quotation mark at column 1 that is never closed'],
  ['TLS ; ARP', 'the filter has ";" at column 5, which means nothing there'],
  ['a = 1', 'the filter has "=" at column 3, which means nothing there'],
]
for (const [text, message] of faults)
  test(`tokens: refuses ${text}`, () => {
    assert.throws(() => parseTokens(text), { name: 'UsageError', message })
  })
