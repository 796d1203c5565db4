// From the text of a filter to its tree. The language is that of Network Monitor's display filters, with
// Wireshark's spellings understood as well.

import { fromHex } from '../wire/hex.ts'
import { UsageError } from '../wire/usage-error.ts'
import type { Expression, Operator } from './expression.ts'
import { parseTokens, type Token } from './token.ts'

/** Nobody writes a hundred brackets; a hostile page might. */
const deepest = 100

/** Throws `UsageError` that says at which column what was expected. */
export function parseFilter(text: string): Expression {
  const parser = new Parser(parseTokens(text), text.length)
  const expression = parser.or()
  parser.expectEnd()
  return expression
}

const comparisons: Readonly<Record<string, Operator>> = {
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
}

class Parser {
  readonly #tokens: readonly Token[]
  readonly #length: number
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens
    this.#length = length
  }

  or(): Expression {
    let left = this.#and()
    while (this.#takes('||', 'or')) left = { kind: 'or', left, right: this.#and() }
    return left
  }

  expectEnd(): void {
    const token = this.#tokens[this.#next]
    if (token) throw this.#wrong('the end, or "and" or "or"')
  }

  #and(): Expression {
    let left = this.#not()
    while (this.#takes('&&', 'and')) left = { kind: 'and', left, right: this.#not() }
    return left
  }

  #not(): Expression {
    if (++this.#depth > deepest) throw new UsageError('the filter is nested too deeply')
    try {
      if (this.#takes('!', 'not')) return { kind: 'not', of: this.#not() }
      if (this.#takes('(')) {
        const inner = this.or()
        this.#expect(')')
        return inner
      }
      return this.#term()
    } finally {
      this.#depth--
    }
  }

  #term(): Expression {
    const { value: name, at } = this.#word('a name')
    if (name.toLowerCase() === 'containsbin') return this.#containsBin()
    if (name.toLowerCase() === 'contains') return this.#containsFunction()
    if (/\.contains$/i.test(name) && this.#takes('(')) {
      const text = this.#value()
      this.#expect(')')
      return { kind: 'contains', name: name.replace(/\.contains$/i, ''), at, text }
    }
    if (this.#takes('contains')) return { kind: 'contains', name, at, text: this.#value() }
    const mask = this.#takes('&') ? this.#number() : null
    const operator = this.#comparison()
    if (operator === null)
      return mask === null
        ? { kind: 'present', name, at }
        : { kind: 'compare', name, at, mask, operator: '!=', value: '0' }
    return { kind: 'compare', name, at, mask, operator, value: this.#value() }
  }

  /** `ContainsBin(FrameData, HEX, "1503010002022A")` */
  #containsBin(): Expression {
    this.#expect('(')
    this.#word('FrameData')
    this.#expect(',')
    const form = this.#word('HEX, ASCII or UNICODE').value.toLowerCase()
    this.#expect(',')
    const text = this.#value()
    this.#expect(')')
    const wanted = bytesOf(form, text)
    if (wanted === null || wanted.length === 0)
      throw new UsageError(`ContainsBin can't search for ${form} "${text}"`)
    return { kind: 'bytes', wanted }
  }

  /** `contains(Source, "10.0")` */
  #containsFunction(): Expression {
    this.#expect('(')
    const { value: name, at } = this.#word('a name')
    this.#expect(',')
    const text = this.#value()
    this.#expect(')')
    return { kind: 'contains', name, at, text }
  }

  #comparison(): Operator | null {
    const token = this.#tokens[this.#next]
    if (!token || token.kind === 'text') return null
    const operator = comparisons[token.value.toLowerCase()]
    if (!operator) return null
    this.#next++
    return operator
  }

  #number(): number {
    const { value } = this.#word('a number')
    const number = Number(value)
    if (!Number.isInteger(number)) throw new UsageError(`"${value}" in the filter is no number`)
    return number
  }

  #value(): string {
    const token = this.#tokens[this.#next]
    if (!token || token.kind === 'operator') throw this.#wrong('a value')
    this.#next++
    return token.value
  }

  #word(what: string): Token {
    const token = this.#tokens[this.#next]
    if (token?.kind !== 'word') throw this.#wrong(what)
    this.#next++
    return token
  }

  #takes(...spellings: string[]): boolean {
    const token = this.#tokens[this.#next]
    if (!token || token.kind === 'text' || !spellings.includes(token.value.toLowerCase()))
      return false
    this.#next++
    return true
  }

  #expect(spelling: string): void {
    if (!this.#takes(spelling)) throw this.#wrong(`"${spelling}"`)
  }

  #wrong(expected: string): UsageError {
    const token = this.#tokens[this.#next]
    const column = (token?.at ?? this.#length) + 1
    const found = token ? `"${token.value}"` : 'the end'
    return new UsageError(`the filter needs ${expected} at column ${column}, where ${found} stands`)
  }
}

function bytesOf(form: string, text: string): Uint8Array | null {
  if (form === 'hex') return /^(?:[0-9a-f]{2}[\s:-]*)+$/i.test(text) ? fromHex(text) : null
  if (form === 'ascii') return Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff)
  if (form !== 'unicode') return null
  // UTF-16, low byte first, as Windows writes it.
  return Uint8Array.from(
    { length: 2 * text.length },
    (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i & 1))) & 0xff,
  )
}
