// analyze: why the handshakes in these captures failed.

import type { ConnectionReport, Report } from '../engine/report/model.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import type { Arguments, Command, Streams } from './command.ts'
import { keyOptions, loadAnalysisOptions, trustOptions } from './options.ts'
import { readReport } from './report.ts'
import { paintFor } from './terminal.ts'

export const analyze: Command = {
  name: 'analyze',
  usage: 'FILE… [options]',
  summary: 'Says why the TLS handshakes in captures failed. The word analyze may be left out.',
  options: {
    all: {
      type: 'boolean',
      short: 'a',
      help: 'show completed conversations and those without TLS, too',
    },
    json: { type: 'boolean', help: 'one JSON object: report.schema.json, version 1' },
    jsonl: { type: 'boolean', help: 'one JSON line for each conversation, as soon as it ends' },
    markdown: { type: 'boolean', help: 'Markdown, to paste into a ticket' },
    'application-data': {
      type: 'boolean',
      help: 'with keys: print the first line that each side said inside TLS',
    },
    ...keyOptions,
    ...trustOptions,
  },
  examples: [
    ['shakedown samples/bad-client-certificate.cap', 'the cause, the evidence, what to do'],
    ['shakedown --json samples/*.cap', 'the same for programs'],
  ],
  run: runAnalyze,
}

async function runAnalyze(args: Arguments, streams: Streams): Promise<number> {
  if (args.positionals.length === 0) throw new UsageError('analyze needs a capture: shakedown FILE')
  const formats = ['json', 'jsonl', 'markdown'].filter((name) => args.flag(name))
  if (formats.length > 1) throw new UsageError(`--${formats.join(' and --')} exclude each other`)
  const [format] = formats
  const all = args.flag('all')
  const { stdout } = streams
  const { report, unreadable } = await readReport(
    args.positionals,
    {
      ...(await loadAnalysisOptions(args, args.positionals)),
      completed: all || format === 'json',
      notTls: all,
      brief: format === undefined || format === 'markdown',
      applicationData: args.flag('application-data'),
      ...(format === 'jsonl' && {
        onConnection: (connection: ConnectionReport) =>
          stdout.write(`${JSON.stringify(connection)}\n`),
      }),
    },
    streams,
  )
  if (format === 'json') stdout.write(`${JSON.stringify(report, null, 1)}\n`)
  else if (format === 'markdown') {
    const { markdownReport } = await import('../engine/report/markdown.ts')
    stdout.write(markdownReport(report, all))
  } else if (format === undefined && (!unreadable || report.captures.some((c) => c.frames > 0))) {
    const { describeReport } = await import('../engine/report/text.ts')
    stdout.write(describeReport(report, { all, paint: paintFor(stdout) }))
  }
  return exitStatus(report, unreadable)
}

function exitStatus({ summary }: Report, unreadable: boolean): number {
  if (unreadable) return 2
  if (summary.failed > 0) return 1
  return summary.completed + summary.incomplete > 0 ? 0 : 3
}
