// A command: its name, its options, its help, and what it does.

import { parseArgs } from 'node:util'
import { UsageError } from '../engine/wire/usage-error.ts'

export interface Option {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** May be given several times. */
  readonly multiple?: boolean
  /** How the value is called in the help: `FILE`, `EXPR`. */
  readonly value?: string
  readonly help: string
}

/** Where a command reads from and writes to. */
export interface Streams {
  readonly stdout: {
    write(text: string): unknown
    readonly isTTY?: boolean | undefined
    /** For what must be written before anything else is done. */
    readonly fd: number
  }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined }
}

export interface Arguments {
  readonly positionals: readonly string[]
  flag(name: string): boolean
  text(name: string): string | undefined
  texts(name: string): readonly string[]
}

export interface Command {
  readonly name: string
  /** How the arguments are written: `FILE… [options]`. */
  readonly usage: string
  readonly summary: string
  readonly options: Readonly<Record<string, Option>>
  /** Command lines that work on the samples, each with what it shows. */
  readonly examples: readonly (readonly [line: string, shows: string])[]
  /** Paragraphs between the summary and the options. */
  readonly notes?: readonly string[]
  run(args: Arguments, streams: Streams): Promise<number>
}

const everywhere: Readonly<Record<string, Option>> = {
  help: { type: 'boolean', short: 'h', help: 'show this help' },
}

/** Splits the words after the command's name. Throws `UsageError` for what the command does not know. */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const options = { ...everywhere, ...command.options }
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short && { short }), ...(multiple && { multiple }) },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: config,
      allowPositionals: true,
    })
    return {
      positionals,
      flag: (name) => values[name] === true,
      text: (name) => {
        const value = values[name]
        return typeof value === 'string' ? value : undefined
      },
      texts: (name) => [values[name] ?? []].flat().filter((value) => typeof value === 'string'),
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const [, word = ''] = /'(-[^']*)'/.exec(error.message) ?? []
      const near = nearest(word.replace(/^-+/, ''), Object.keys(options))
      throw new UsageError(
        `${command.name} has no option ${word}` + (near ? `; did you mean --${near}?` : ''),
      )
    }
    throw new UsageError(error.message.split('. ')[0] ?? error.message)
  }
}

/** The name that is at most two edits away from what was typed, or undefined. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = 3
  for (const name of names) {
    const distance = editDistance(typed, name)
    if (distance < bestDistance) [best, bestDistance] = [name, distance]
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] ?? 0
}
