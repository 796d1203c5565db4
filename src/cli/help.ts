// Help texts, laid out from the command tables.

import { hang, width } from '../engine/report/layout.ts'
import type { Command } from './command.ts'

export interface Listed {
  readonly name: string
  readonly summary: string
}

/** The help of the program: what it is, its commands, where to read on. */
export function describeProgram(commands: readonly Listed[]): string {
  return [
    'shakedown reads a network trace and says why a TLS handshake failed.',
    '',
    'usage: shakedown FILE…               why the handshakes in these traces failed',
    '       shakedown COMMAND [options]   one of the commands below',
    '',
    ...commands.flatMap(({ name, summary }) => hang(`  ${name.padEnd(9)} `, summary)),
    '',
    'FILE is a capture: pcap, pcapng, Network Monitor, snoop, also inside gzip, zstd or',
    'lz4. It is recognised by its content; - reads standard input.',
    '',
    'exit status: 0 every handshake completed, 1 at least one failed, 2 usage or an',
    'unreadable input, 3 no TLS to judge.',
    '',
    'shakedown COMMAND --help tells more.',
    '',
  ].join('\n')
}

export function describeCommand(command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => {
    const short = option.short ? `-${option.short}, ` : ''
    return [`  ${short}--${name}${option.value ? ` ${option.value}` : ''}`, option.help] as const
  })
  rows.push(['  -h, --help', 'show this help'])
  const column = Math.min(28, Math.max(...rows.map(([left]) => left.length)) + 2)
  const lines = [
    `usage: shakedown ${command.name} ${command.usage}`,
    '',
    ...hang('', command.summary),
    ...(command.notes ?? []).flatMap((note) => ['', ...hang('', note)]),
    '',
    'options:',
    ...rows.flatMap(([left, right]) =>
      left.length + 2 > column
        ? [left, ...hang(' '.repeat(column), right, width)]
        : hang(left.padEnd(column), right, width),
    ),
    '',
    command.examples.length === 1 ? 'example:' : 'examples:',
    ...command.examples.flatMap(([line, shows]) => [`  ${line}`, ...hang('      ', shows)]),
  ]
  return `${lines.join('\n')}\n`
}
