// ladder: the messages of a conversation between its two sides.

import { describeLadder } from '../engine/report/ladder.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import type { Arguments, Command, Streams } from './command.ts'
import { keyOptions, loadAnalysisOptions } from './options.ts'
import { readReport } from './report.ts'
import { paintFor } from './terminal.ts'

export const ladder: Command = {
  name: 'ladder',
  usage: 'FILE… [options]',
  summary: 'Draws the messages of each TLS conversation between client and server.',
  options: {
    conversation: {
      type: 'string',
      short: 'c',
      value: 'N',
      help: 'only this one, by the number that analyze gives it',
    },
    failed: { type: 'boolean', help: 'only conversations that failed' },
    ...keyOptions,
  },
  examples: [
    ['shakedown ladder samples/bad-client-certificate.cap', 'eleven messages and the alert'],
  ],
  run: runLadder,
}

async function runLadder(args: Arguments, streams: Streams): Promise<number> {
  if (args.positionals.length === 0) throw new UsageError('ladder needs a capture')
  const wanted = args.text('conversation')
  if (wanted !== undefined && !/^\d+$/.test(wanted))
    throw new UsageError(`--conversation takes a number, not ${wanted}`)
  const options = { ...(await loadAnalysisOptions(args, args.positionals)), completed: true }
  const { report, unreadable } = await readReport(args.positionals, options, streams)
  const shown = report.connections.filter(
    (c) =>
      (wanted === undefined || c.id === Number(wanted)) &&
      (!args.flag('failed') || c.outcome === 'failed'),
  )
  const paint = paintFor(streams.stdout)
  streams.stdout.write(shown.map((c) => describeLadder(c, paint)).join('\n'))
  if (unreadable) return 2
  if (shown.length > 0) return 0
  streams.stderr.write('shakedown: no such conversation\n')
  return 3
}
