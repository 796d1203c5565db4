// The words of a filter expression, each with the place where it stands.

import { UsageError } from '../wire/usage-error.ts'

export interface Token {
  /** `word`: names, numbers and addresses, which only the parser can tell apart. */
  readonly kind: 'word' | 'text' | 'operator'
  readonly value: string
  readonly at: number
}

const patterns: readonly (readonly [kind: Token['kind'] | 'skip', pattern: RegExp])[] = [
  ['skip', /\s+|\/\/[^\n]*/y],
  ['text', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ['operator', /==|!=|<=|>=|&&|\|\||[<>!()&,]/y],
  // Names have dots, addresses dots and colons, MAC addresses hyphens, prefixes a slash.
  ['word', /[A-Za-z0-9_.:/-]+/y],
]

/** Throws `UsageError` with the column of what is no part of the language. */
export function parseTokens(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  scan: while (at < text.length) {
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at
      const [match] = pattern.exec(text) ?? []
      if (match === undefined) continue
      if (kind === 'text') tokens.push({ kind, value: unquote(match), at })
      else if (kind !== 'skip') tokens.push({ kind, value: match, at })
      at += match.length
      continue scan
    }
    throw new UsageError(
      /["']/.test(text[at] ?? '')
        ? `the filter has a quotation mark at column ${at + 1} that is never closed`
        : `the filter has "${text[at] ?? ''}" at column ${at + 1}, which means nothing there`,
    )
  }
  return tokens
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, '$1')
}
