// How analyze prints its report: what each format wants of the run, and what it writes.

import type { AnalysisOptions } from '../engine/analysis.ts'
import type { Paint } from '../engine/report/paint.ts'
import type { Report } from '../engine/report/model.ts'
import { OrderedOutput } from './ordered-output.ts'

export interface Format {
  readonly options: AnalysisOptions
  /** Called at the end of the run, with what the report has beside its conversations. */
  finish(report: Omit<Report, 'connections'>): void
}

export interface FormatOptions {
  readonly write: (output: string | Uint8Array) => void
  /** Every conversation in full, whatever became of it. */
  readonly all: boolean
  /** Names of the captures. */
  readonly files: readonly string[]
  readonly paint: Paint
}

/** Each is loaded when it is asked for. */
export const formats: Readonly<
  Record<'text' | 'json' | 'jsonl' | 'markdown', (options: FormatOptions) => Promise<Format>>
> = { text, json, jsonl, markdown }

async function text({ write, all, files, paint }: FormatOptions): Promise<Format> {
  const { BriefText, describeConversation, describeSummary } =
    await import('../engine/report/text.ts')
  if (!all) {
    const brief = new BriefText(files, paint)
    return {
      options: { brief: true, onReport: (connection) => brief.add(connection) },
      finish: (report) => write(brief.finish(report)),
    }
  }
  const conversations = new OrderedOutput({ write })
  return {
    options: {
      completed: true,
      notTls: true,
      brief: true,
      onReport: (connection) =>
        conversations.add(connection.id, `${describeConversation(connection, files, paint)}\n\n`),
    },
    finish: (report) => {
      conversations.flush()
      write(`${describeSummary(report)}\n`)
    },
  }
}

async function markdown({ write, all, files }: FormatOptions): Promise<Format> {
  const { BriefMarkdown, markdownConnection, markdownCounts, markdownProblems, markdownTitle } =
    await import('../engine/report/markdown.ts')
  if (!all) {
    const brief = new BriefMarkdown(files)
    return {
      options: { brief: true, onReport: (connection) => brief.add(connection) },
      finish: (report) => write(brief.finish(report)),
    }
  }
  const conversations = new OrderedOutput({ write, onOverflow: () => write(markdownTitle) })
  return {
    options: {
      completed: true,
      notTls: true,
      brief: true,
      onReport: (connection) => conversations.add(connection.id, markdownConnection(connection)),
    },
    finish: (report) => {
      // The counts stand at the head, as long as there is one to wait for them.
      if (!conversations.overflowed) write(markdownTitle + markdownCounts(report))
      conversations.flush()
      if (conversations.overflowed) write(markdownCounts(report))
      write(markdownProblems(report))
    },
  }
}

async function json({ write, all }: FormatOptions): Promise<Format> {
  const { JsonReport } = await import('./json-report.ts')
  const report = new JsonReport(write)
  return {
    options: {
      completed: true,
      notTls: all,
      onReport: (connection) => report.add(connection),
    },
    finish: (rest) => report.finish(rest),
  }
}

function jsonl({ write, all }: FormatOptions): Promise<Format> {
  return Promise.resolve({
    options: {
      notTls: all,
      onConnection: (connection) => write(`${JSON.stringify(connection)}\n`),
    },
    finish: () => {
      // Every line is out.
    },
  })
}
