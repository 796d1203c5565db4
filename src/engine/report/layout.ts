// Text laid out for a terminal of 80 columns: wrapping, hanging indents, counts.

export const width = 80

/** Breaks at spaces so that no line is longer than `columns`; a longer word stands on a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line === '') line = word
      else if (line.length + 1 + word.length <= columns) line += ` ${word}`
      else {
        lines.push(line)
        line = word
      }
    }
    lines.push(line)
  }
  return lines
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
