// Reads captures into a report: what analyze and ladder have in common.

import { Analysis, type AnalysisOptions } from '../engine/analysis.ts'
import type { Report } from '../engine/report/model.ts'
import { createReader } from '../engine/capture/recognise.ts'
import type { Conversation } from '../engine/session/conversation.ts'
import { Scan } from '../engine/session/scan.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import type { Streams } from './command.ts'
import { readBlocks } from './input.ts'
import { Progress } from './terminal.ts'

export interface Reading {
  readonly report: Report
  /** At least one input could not be read, or was no capture. */
  readonly unreadable: boolean
}

/** What the report calls it. */
export function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path
}

/** Problems of the files, and files that are none, are told on standard error. */
export async function readReport(
  paths: readonly string[],
  options: AnalysisOptions,
  streams: Streams,
): Promise<Reading> {
  const analysis = new Analysis(options)
  const progress = new Progress()
  let unreadable = false
  for (const path of paths) {
    const reader = analysis.open(nameOf(path))
    try {
      await readBlocks(
        path,
        (block, done, total) => {
          reader.push(block)
          progress.update(path, done, total)
        },
        reader.room ?? undefined,
      )
      reader.end()
    } catch (error) {
      // One bad file among many must not lose what the others say.
      if (!(error instanceof UsageError)) throw error
      progress.clear()
      streams.stderr.write(
        `shakedown: ${error.message.includes(path) ? '' : `${path}: `}${error.message}\n`,
      )
      unreadable = true
    }
  }
  progress.clear()
  const report = analysis.finish()
  for (const { file, problems } of report.captures)
    for (const { at, message } of problems)
      streams.stderr.write(`shakedown: ${file}: byte ${at}: ${message}\n`)
  return { report, unreadable }
}

export interface ConversationReading {
  readonly conversations: readonly Conversation[]
  /** Standard input can be read only once: what it gave, for a second pass. Null for files. */
  readonly blocks: readonly Uint8Array[] | null
  readonly unreadable: boolean
}

/** Every conversation of one capture, TLS or not, for commands that look at single frames. */
export async function readConversations(
  path: string,
  options: AnalysisOptions,
  streams: Streams,
): Promise<ConversationReading> {
  const conversations: Conversation[] = []
  const blocks: Uint8Array[] | null = path === '-' ? [] : null
  const { keys } = options
  const scan = new Scan({
    onConversation: (conversation) => conversations.push(conversation),
    ...(keys && { keys }),
  })
  const reader = createReader((frame) => {
    scan.frame(frame)
  }, options)
  keys?.watch(reader.file.secrets)
  try {
    await readBlocks(path, (block) => {
      blocks?.push(block.slice())
      reader.push(block)
    })
    reader.end()
    scan.end()
    conversations.sort((a, b) => a.id - b.id)
    return { conversations, blocks, unreadable: false }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    streams.stderr.write(`shakedown: ${error.message}\n`)
    return { conversations, blocks, unreadable: true }
  }
}
