// Bytes as people look at them: offset, sixteen in a row, text beside, and the chosen ones marked.

import { plain, type Paint } from './paint.ts'

export interface HexOptions {
  /** Offsets of the marked bytes, half-open. Default: none. */
  readonly mark?: readonly [from: number, to: number] | null
  /** Colours the marked bytes beside the brackets. Default: no colour. */
  readonly paint?: Paint
}

const rowLength = 16

/**
 *     0020  e7 84 04 4c 15 43[02 2a]
 *
 * The marked bytes stand in brackets, which take the place of the blanks around them: columns never move.
 */
export function describeHex(bytes: Uint8Array, options: HexOptions = {}): string {
  const { mark = null, paint = plain } = options
  const [from, to] = mark ?? [-1, -1]
  const rows: string[] = []
  for (let at = 0; at < bytes.length; at += rowLength)
    rows.push(describeRow(bytes.subarray(at, at + rowLength), at, from, to, paint))
  return rows.join('\n')
}

function describeRow(row: Uint8Array, at: number, from: number, to: number, paint: Paint): string {
  const isMarked = (i: number): boolean => at + i >= from && at + i < to && i < row.length
  let pairs = ''
  let text = ''
  // One step past the row, for the bracket that closes behind its last byte.
  for (let i = 0; i <= rowLength; i++) {
    pairs += bracket(i > 0 && isMarked(i - 1), isMarked(i))
    if (i === rowLength) break
    const byte = row[i]
    const pair = byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')
    pairs += isMarked(i) ? paint('mark', pair) : pair
    if (byte === undefined) continue
    const character = byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
    text += isMarked(i) ? paint('mark', character) : character
  }
  return `${at.toString(16).padStart(4, '0')} ${pairs} ${text}`
}

function bracket(before: boolean, after: boolean): string {
  if (after && !before) return '['
  return before && !after ? ']' : ' '
}
