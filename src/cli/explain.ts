// explain: what an alert, a cause, a Schannel event or a line of a log means.

import { explain as find, explainableNames } from '../engine/report/explain.ts'
import { describeExplanation } from '../engine/report/explain-text.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import { nearest, type Arguments, type Command, type Streams } from './command.ts'
import { paintFor } from './terminal.ts'

export const explain: Command = {
  name: 'explain',
  usage: 'WORDS… [options]',
  summary: 'Says what a TLS alert, a cause, a Schannel event or a line of a log means.',
  notes: [
    'WORDS is an alert by number or name (42, 0x2a, 2A, bad_certificate), a cause that a verdict ' +
      'names, a Schannel event by number (36887, "36888 40 1205") or as the log has it, a Windows ' +
      'status (0x80090325, SEC_E_UNTRUSTED_ROOT), or an error as a program printed it.',
  ],
  options: {
    list: { type: 'boolean', help: 'list every alert and every cause' },
    json: { type: 'boolean', help: 'the same for programs' },
  },
  examples: [
    ['shakedown explain 42', 'the alert bad_certificate'],
    ['shakedown explain client-certificate-expired', 'a cause, and what mends it'],
    ['shakedown explain 36887', 'an event of the Windows System log'],
    [
      "shakedown explain 'tlsv1 alert unknown ca:SSL alert number 48'",
      'a line that OpenSSL printed',
    ],
  ],
  run: runExplain,
}

function runExplain(args: Arguments, { stdout }: Streams): Promise<number> {
  if (args.flag('list')) return listNames(args, stdout)
  const query = args.positionals.join(' ')
  if (query.trim() === '') throw new UsageError('explain needs a word: shakedown explain 42')
  const explanations = find(query)
  if (explanations.length === 0) {
    const near = nearest(query, explainableNames())
    throw new UsageError(
      `nothing is known of "${query.slice(0, 120)}"` +
        (near ? `; did you mean ${near}?` : '; --list shows every alert and cause'),
    )
  }
  const paint = paintFor(stdout)
  stdout.write(
    args.flag('json')
      ? `${JSON.stringify(explanations, null, 1)}\n`
      : explanations.map((explanation) => describeExplanation(explanation, paint)).join('\n'),
  )
  return Promise.resolve(0)
}

function listNames(args: Arguments, stdout: Streams['stdout']): Promise<number> {
  const names = explainableNames()
  stdout.write(args.flag('json') ? `${JSON.stringify(names, null, 1)}\n` : `${names.join('\n')}\n`)
  return Promise.resolve(0)
}
