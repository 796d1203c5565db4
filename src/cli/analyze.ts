// analyze: why the handshakes in these captures failed.

import type { Report } from '../engine/report/model.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import type { Arguments, Command, Streams } from './command.ts'
import { formats } from './formats.ts'
import { keyOptions, loadAnalysisOptions, trustOptions } from './options.ts'
import { write } from './output.ts'
import { nameOf, readReport } from './report.ts'
import { paintFor } from './terminal.ts'

export const analyze: Command = {
  name: 'analyze',
  usage: 'FILE… [options]',
  summary: 'Says why the TLS handshakes in captures failed. The word analyze may be left out.',
  options: {
    all: {
      type: 'boolean',
      short: 'a',
      help: 'show every conversation in full, completed ones and those without TLS, too',
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
  const asked = (['json', 'jsonl', 'markdown'] as const).filter((name) => args.flag(name))
  if (asked.length > 1) throw new UsageError(`--${asked.join(' and --')} exclude each other`)
  const [name = 'text'] = asked
  const { stdout } = streams
  const format = await formats[name]({
    write: (output) => {
      write(stdout, output)
    },
    all: args.flag('all'),
    files: args.positionals.map(nameOf),
    paint: paintFor(stdout),
  })
  const { report, unreadable } = await readReport(
    args.positionals,
    {
      ...(await loadAnalysisOptions(args, args.positionals)),
      ...format.options,
      applicationData: args.flag('application-data'),
    },
    streams,
  )
  const hasRead = !unreadable || report.captures.some(({ frames }) => frames > 0)
  if (hasRead || name !== 'text') format.finish(report)
  return exitStatus(report, unreadable)
}

function exitStatus({ summary }: Report, unreadable: boolean): number {
  if (unreadable) return 2
  if (summary.failed > 0) return 1
  return summary.completed + summary.incomplete > 0 ? 0 : 3
}
