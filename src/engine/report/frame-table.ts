// The frame summary as lines: Frame, Time, Source, Destination, Protocol, Description.

import type { FrameRow } from '../dissect/frame-row.ts'
import { formatMoment } from '../wire/moment.ts'
import { printable } from './layout.ts'
import { plain, type Paint } from './paint.ts'

export interface TableLayout {
  /** Time of day in UTC instead of seconds since the first frame. */
  readonly utc: boolean
  /** Tabs between columns, as Network Monitor copies rows. */
  readonly tabs: boolean
  /** Longest line, or null for no limit. */
  readonly width: number | null
}

const columns = ['Frame', 'Time', 'Source', 'Destination', 'Protocol', 'Description'] as const

/** The heading. Ends with a line feed. */
export function frameColumns(layout: TableLayout, paint: Paint = plain): string {
  return `${paint('strong', join([...columns], layout).trimEnd())}\n`
}

/** One row. Ends with a line feed. */
export function describeFrameRow(row: FrameRow, layout: TableLayout, paint: Paint = plain): string {
  const time = layout.utc ? formatMoment(row.time).slice(11, -1) : row.offset.toFixed(6)
  const cells = [
    String(row.number),
    time,
    row.source,
    row.destination,
    row.protocols.at(-1) ?? '',
    printable(row.description),
  ]
  const line = join(cells, layout)
  const fatal = row.tls !== null && row.tls.alerts.some((code) => code !== 0)
  return `${fatal ? paint('failed', line) : line}\n`
}

function join(cells: readonly string[], { tabs, width, utc }: TableLayout): string {
  if (tabs) return cells.join('\t')
  const [number = '', time = '', source = '', destination = '', protocol = '', description = ''] =
    cells
  const line =
    `${number.padStart(6)} ${time.padStart(utc ? 15 : 11)}  ` +
    `${source.padEnd(15)} ${destination.padEnd(15)} ${protocol.padEnd(8)} ${description}`
  return width !== null && line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line
}

/** The row for programs: names as in the table. */
export function frameJson(row: FrameRow): Record<string, unknown> {
  return {
    frame: row.number,
    time: formatMoment(row.time, 9),
    offset: row.offset,
    source: row.source,
    destination: row.destination,
    ...(row.ports && { sourcePort: row.ports.source, destinationPort: row.ports.destination }),
    protocol: row.protocols.at(-1) ?? '',
    protocols: row.protocols,
    length: row.wholeLength,
    description: row.description,
    ...(row.tls && { conversation: row.tls.conversation, messages: row.tls.messages }),
  }
}
