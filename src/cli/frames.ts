// frames: the frame summary of a capture, with a display filter.

import type { Frame } from '../engine/capture/frame.ts'
import { createReader } from '../engine/capture/recognise.ts'
import type { FrameRow } from '../engine/dissect/frame-row.ts'
import { FrameSummary } from '../engine/dissect/frame-summary.ts'
import { compileFilter } from '../engine/filter/filter.ts'
import { describeFrameRow, frameColumns, frameJson } from '../engine/report/frame-table.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import type { Arguments, Command, Streams } from './command.ts'
import { keyOptions, loadAnalysisOptions } from './options.ts'
import { readConversations } from './report.ts'
import { readBlocks } from './input.ts'
import { paintFor } from './terminal.ts'

const styles = { plain: undefined, netmon: 'old', 'netmon3.4': 'new' } as const

export const frames: Command = {
  name: 'frames',
  usage: 'FILE [options]',
  summary:
    'Lists the frames of a capture: number, time, source, destination, protocol, description.',
  notes: [
    'EXPR is a display filter: a protocol (SSL, TCP, !ARP), a comparison (TCP.Port == 443, ' +
      'IPv4.Address == 10.0.0.1, tls.alert == bad_certificate, Property.TCPRetransmit == 1), ' +
      'ContainsBin(FrameData, HEX, "15030100"), joined with and, or, not and brackets.',
  ],
  options: {
    filter: {
      type: 'string',
      short: 'f',
      value: 'EXPR',
      help: 'only frames for which this is true',
    },
    style: {
      type: 'string',
      value: 'STYLE',
      help: "netmon: descriptions in Network Monitor's words; netmon3.4: those of its last parsers",
    },
    utc: { type: 'boolean', help: 'time of day in UTC, not seconds since the first frame' },
    tabs: { type: 'boolean', help: 'columns apart by tabs and not cut, for other programs' },
    json: { type: 'boolean', help: 'one JSON line for each frame' },
    ...keyOptions,
  },
  examples: [
    ['shakedown frames samples/bad-client-certificate.cap --filter SSL', 'the frames of the story'],
    [
      'shakedown frames samples/bad-client-certificate.cap --filter SSL --style netmon',
      'the same, as Network Monitor told it',
    ],
  ],
  run: runFrames,
}

async function runFrames(args: Arguments, streams: Streams): Promise<number> {
  const [path, ...more] = args.positionals
  if (path === undefined) throw new UsageError('frames needs a capture: shakedown frames FILE')
  if (more.length > 0) throw new UsageError('frames takes one capture at a time')
  const styleName = args.text('style') ?? 'plain'
  if (!Object.hasOwn(styles, styleName))
    throw new UsageError(`--style is netmon or netmon3.4, not ${styleName}`)
  const netmon = styles[styleName as keyof typeof styles]
  const shows = compileFilter(args.text('filter') ?? '')

  const options = await loadAnalysisOptions(args, [path])
  const { conversations, blocks, unreadable } = await readConversations(path, options, streams)
  if (unreadable) return 2
  const write = rowWriter(args, streams)
  let summary: FrameSummary | null = null
  const reader = createReader((frame: Frame) => {
    summary ??= new FrameSummary(frame, conversations, netmon ? { netmon } : {})
    const row = summary.row(frame)
    if (shows(row)) write(row)
  }, options)
  for (const block of blocks ?? []) reader.push(block)
  if (!blocks) await readBlocks(path, (block) => reader.push(block))
  reader.end()
  return 0
}

function rowWriter(args: Arguments, { stdout }: Streams): (row: FrameRow) => void {
  if (args.flag('json')) return (row) => stdout.write(`${JSON.stringify(frameJson(row))}\n`)
  const layout = {
    utc: args.flag('utc'),
    tabs: args.flag('tabs'),
    width: process.stdout.isTTY ? process.stdout.columns : null,
  }
  const paint = paintFor(stdout)
  stdout.write(frameColumns(layout, paint))
  return (row) => stdout.write(describeFrameRow(row, layout, paint))
}
