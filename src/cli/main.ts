// shakedown: finds the command, gives it its arguments, and turns errors into messages and exit statuses.

import process from 'node:process'
import { UsageError } from '../engine/wire/usage-error.ts'
import { nearest, parseArguments, type Command } from './command.ts'
import type { Listed } from './help.ts'
import { endWriting } from './output.ts'

/** Loaded when called for: a small trace must be read before anybody notices a start-up. */
const commands: Readonly<Record<string, { summary: string; load: () => Promise<Command> }>> = {
  analyze: {
    summary: 'why the handshakes in captures failed',
    load: async () => (await import('./analyze.ts')).analyze,
  },
  frames: {
    summary: 'the frames of a capture, with a display filter',
    load: async () => (await import('./frames.ts')).frames,
  },
  frame: {
    summary: 'one frame in full: fields, meanings and bytes',
    load: async () => (await import('./frame.ts')).frame,
  },
  ladder: {
    summary: 'the messages between client and server, drawn',
    load: async () => (await import('./ladder.ts')).ladder,
  },
  certs: {
    summary: 'whether a peer would accept a chain of certificates',
    load: async () => (await import('./certs.ts')).certs,
  },
  explain: {
    summary: 'what an alert, a cause, a Schannel event or a log line means',
    load: async () => (await import('./explain.ts')).explain,
  },
}

async function main(words: readonly string[]): Promise<number> {
  const [first = '', ...rest] = words
  if (first === '' || first === '--help' || first === '-h' || first === 'help') {
    const topic = first === 'help' ? commands[rest[0] ?? ''] : undefined
    const { describeCommand, describeProgram } = await import('./help.ts')
    const listed: Listed[] = Object.entries(commands).map(([name, { summary }]) => ({
      name,
      summary,
    }))
    const text = topic ? describeCommand(await topic.load()) : describeProgram(listed)
    ;(first === '' ? process.stderr : process.stdout).write(text)
    return first === '' ? 2 : 0
  }
  if (first === '--version' || first === '-V') {
    const { readFileSync } = await import('node:fs')
    const manifest = readFileSync(`${import.meta.dirname}/../../package.json`, 'utf8')
    const { version } = JSON.parse(manifest) as { version: string }
    process.stdout.write(`shakedown ${version}\n`)
    return 0
  }
  const named = Object.hasOwn(commands, first) ? commands[first] : undefined
  if (!named && /^[a-z]+$/.test(first) && rest.length === 0) {
    const near = nearest(first, Object.keys(commands))
    const { existsSync } = await import('node:fs')
    if (near && !existsSync(first))
      throw new UsageError(`there is no command or file ${first}; did you mean ${near}?`)
  }
  const command = await (named ?? commands['analyze']!).load()
  const args = parseArguments(command, named ? rest : words)
  if (args.flag('help')) {
    const { describeCommand } = await import('./help.ts')
    process.stdout.write(describeCommand(command))
    return 0
  }
  return command.run(args, process)
}

process.stdout.on('error', endWriting)

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    if (error instanceof UsageError) process.stderr.write(`shakedown: ${error.message}\n`)
    else
      process.stderr.write(
        `shakedown: this is a bug in shakedown; please report it with the lines below\n` +
          `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      )
    process.exitCode = 2
  },
)
