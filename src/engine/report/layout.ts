// Text laid out for a terminal of 80 columns: wrapping, hanging indents, counts.

export const width = 80

/** Breaks at spaces so that no line is longer than `columns`; a longer word stands on a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) wrapParagraph(paragraph, columns, lines)
  return lines
}

/** By line, not by word: reports have many words. */
function wrapParagraph(text: string, columns: number, lines: string[]): void {
  let from = afterSpaces(text, 0)
  while (text.length - from > columns) {
    const last = text.lastIndexOf(' ', from + columns)
    const to = last > from ? last : text.indexOf(' ', from)
    if (to < 0) break
    lines.push(text.slice(from, to))
    from = afterSpaces(text, to)
  }
  lines.push(text.slice(from))
}

function afterSpaces(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at++
  return at
}

/** `first` before the first line, and as many spaces before the others. */
export function hang(first: string, text: string, columns: number = width): string[] {
  const indent = ' '.repeat(first.length)
  return wrap(text, columns - first.length).map((line, i) => (i === 0 ? first : indent) + line)
}

/**
 * Text from the wire made safe for a terminal: control characters, and those that turn the direction of
 * writing, become escapes.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Bytes as spaced upper-case hex: `15 03 01`. */
export function spacedHex(hex: string): string {
  return (hex.match(/../g) ?? []).join(' ').toUpperCase()
}
