// analyze: why the handshakes in these captures failed.

import { Analysis } from '../engine/analysis.ts'
import type { ConnectionReport, Report } from '../engine/report/model.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import type { Arguments, Command, Streams } from './command.ts'
import { readBlocks } from './input.ts'
import { paintFor, Progress } from './terminal.ts'

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
    keylog: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'secrets in the NSS key log format (SSLKEYLOGFILE), to read what is encrypted',
    },
    key: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: "the server's RSA key (PEM, DER or PKCS#12), for handshakes with RSA key exchange",
    },
    password: { type: 'string', value: 'TEXT', help: 'opens a protected --key FILE' },
    psk: { type: 'string', value: 'HEX', help: 'the pre-shared key' },
    ca: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'certificates (PEM) that the client trusts beside the public roots',
    },
    'no-public-roots': { type: 'boolean', help: 'trust only what --ca gives' },
    crl: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'certificate revocation list to hold certificates against',
    },
  },
  examples: [
    ['shakedown samples/bad-client-certificate.cap', 'the cause, the evidence, what to do'],
    ['shakedown --json samples/*.cap', 'the same for programs'],
  ],
  run: runAnalyze,
}

async function runAnalyze(args: Arguments, { stdout, stderr }: Streams): Promise<number> {
  if (args.positionals.length === 0) throw new UsageError('analyze needs a capture: shakedown FILE')
  const formats = ['json', 'jsonl', 'markdown'].filter((name) => args.flag(name))
  if (formats.length > 1) throw new UsageError(`--${formats.join(' and --')} exclude each other`)
  const [format] = formats
  const all = args.flag('all')
  const { loadTrust } = await import('./trust.ts')
  const analysis = new Analysis({
    ...(await loadTrust(args)),
    completed: all || format === 'json',
    notTls: all,
    ...(format === 'jsonl' && {
      onConnection: (connection: ConnectionReport) =>
        stdout.write(`${JSON.stringify(connection)}\n`),
    }),
  })

  let unreadable = false
  const progress = new Progress()
  for (const path of args.positionals) {
    const reader = analysis.open(path === '-' ? 'standard input' : path)
    try {
      await readBlocks(path, (block, done, total) => {
        reader.push(block)
        progress.update(path, done, total)
      })
      reader.end()
    } catch (error) {
      // One bad file among many must not lose what the others say.
      if (!(error instanceof UsageError)) throw error
      progress.clear()
      stderr.write(`shakedown: ${path}: ${error.message}\n`)
      unreadable = true
    }
  }
  progress.clear()

  const report = analysis.finish()
  for (const capture of report.captures)
    for (const { at, message } of capture.problems)
      stderr.write(`shakedown: ${capture.file}: byte ${at}: ${message}\n`)
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
