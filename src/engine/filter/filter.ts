// A filter: asks a row whether the frame is to be shown.

import { UsageError } from '../wire/usage-error.ts'
import type { Expression, Operator } from './expression.ts'
import { fields, hasProtocol, protocolNames, type Field, type Value } from './fields.ts'
import { parseFilter } from './parser.ts'
import type { FrameRow } from '../dissect/frame-row.ts'

export type Filter = (row: FrameRow) => boolean

/**
 * Compiles the text of a filter: `SSL`, `TCP.Port == 443 and !ARP`, `tls.alert == bad_certificate`.
 * Throws `UsageError` for what is not understood, with the nearest known name.
 */
export function compileFilter(text: string): Filter {
  if (text.trim() === '') return () => true
  return compile(parseFilter(text))
}

function compile(expression: Expression): Filter {
  switch (expression.kind) {
    case 'or': {
      const [left, right] = [compile(expression.left), compile(expression.right)]
      return (row) => left(row) || right(row)
    }
    case 'and': {
      const [left, right] = [compile(expression.left), compile(expression.right)]
      return (row) => left(row) && right(row)
    }
    case 'not': {
      const inner = compile(expression.of)
      return (row) => !inner(row)
    }
    case 'present':
      return compilePresence(expression.name)
    case 'compare': {
      const field = fieldOf(expression.name)
      const { operator, value, mask } = expression
      return (row) =>
        field(row).some(
          (found) => found !== undefined && compare(masked(found, mask), operator, value),
        )
    }
    case 'contains': {
      const field = fieldOf(expression.name)
      const wanted = expression.text.toLowerCase()
      return (row) => field(row).some((found) => String(found).toLowerCase().includes(wanted))
    }
    case 'bytes':
      return (row) => includesBytes(row.bytes, expression.wanted)
  }
}

function compilePresence(written: string): Filter {
  const name = nameOf(written)
  const field = findField(name)
  if (field) return (row) => field(row).some((found) => found !== undefined && found !== 0)
  if (!protocolNames.includes(name)) throw unknownName(written)
  return (row) => hasProtocol(row, name) === true
}

function fieldOf(written: string): Field {
  const field = findField(nameOf(written))
  if (!field) throw unknownName(written)
  return field
}

/** What every object inherits is no field. */
function findField(name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** `.Protocol.TLS`, `Frame.Ethernet.IPv4.Address`: Network Monitor lets a name begin at the top of its tree. */
function nameOf(written: string): string {
  let name = written.toLowerCase().replace(/^\.?protocol\./, '')
  if (findField(name) || protocolNames.includes(name)) return name
  name = name.replace(/^frame\./, '').replace(/^(?:[a-z0-9]+\.)*(?=(?:ipv[46]|tcp|udp|tls)\b)/, '')
  return name
}

function masked(found: Value, mask: number | null): Value {
  return mask === null || typeof found === 'string' ? found : (found & mask) >>> 0
}

function compare(found: Value, operator: Operator, wanted: string): boolean {
  const number = typeof found === 'number' ? Number(wanted) : NaN
  const [a, b] = Number.isNaN(number)
    ? [String(found).toLowerCase(), wanted.toLowerCase()]
    : [found, number]
  switch (operator) {
    case '==':
      return a === b || isInPrefix(found, wanted)
    case '!=':
      return a !== b && !isInPrefix(found, wanted)
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

/** `10.0.0.0/8`. */
function isInPrefix(found: Value, wanted: string): boolean {
  const [, prefix = '', length = ''] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(wanted) ?? []
  if (prefix === '' || Number(length) > 32) return false
  const bits = (text: string): number =>
    text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - Number(length))
  return (
    /^\d+\.\d+\.\d+\.\d+$/.test(String(found)) &&
    Math.floor(bits(String(found)) / size) === Math.floor(bits(prefix) / size)
  )
}

function includesBytes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const [first] = wanted
  if (first === undefined) return true
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true
  return false
}

function unknownName(written: string): UsageError {
  const name = nameOf(written)
  const known = [...Object.keys(fields), ...protocolNames]
  const near = known
    .map((candidate) => ({ candidate, shared: sharedLetters(candidate, name) }))
    .sort((a, b) => b.shared - a.shared)[0]
  const hint = near && near.shared > 0.5 ? `; did you mean ${near.candidate}?` : ''
  return new UsageError(`no field or protocol of a frame is called "${written}"${hint}`)
}

/** Share of letter pairs that two names have in common: enough for a hint. */
function sharedLetters(a: string, b: string): number {
  const pairs = (text: string): string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2))
  const rest = pairs(b)
  const total = pairs(a).length + rest.length
  if (total === 0) return 0
  let shared = 0
  for (const pair of pairs(a)) {
    const at = rest.indexOf(pair)
    if (at < 0) continue
    rest.splice(at, 1)
    shared++
  }
  return (2 * shared) / total
}
