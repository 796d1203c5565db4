// ladder: the messages of a conversation between its two sides.

import { describeLadder } from '../engine/report/ladder.ts'
import type { ConnectionReport } from '../engine/report/model.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import type { Arguments, Command, Streams } from './command.ts'
import { keyOptions, loadAnalysisOptions } from './options.ts'
import { OrderedOutput } from './ordered-output.ts'
import { write } from './output.ts'
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
  const { stdout } = streams
  const paint = paintFor(stdout)
  const shown = new OrderedOutput({
    write: (output) => {
      write(stdout, output)
    },
    separator: '\n',
  })
  const onReport = (connection: ConnectionReport): void => {
    if (wanted !== undefined && connection.id !== Number(wanted)) return
    if (args.flag('failed') && connection.outcome !== 'failed') return
    shown.add(connection.id, describeLadder(connection, paint))
  }
  const options = { ...(await loadAnalysisOptions(args, args.positionals)), completed: true }
  const { unreadable } = await readReport(args.positionals, { ...options, onReport }, streams)
  shown.flush()
  if (unreadable) return 2
  if (!shown.isEmpty) return 0
  streams.stderr.write('shakedown: no such conversation\n')
  return 3
}
