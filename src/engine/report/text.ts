// The report for a person: every failure, each kind told once, and how many there were.

import { count, grouped } from '../wire/count.ts'
import { Alike, othersTitle, sidesOf, type Group, type Mention } from './alike.ts'
import { describeConnection, endpoint, section } from './connection-text.ts'
import { hang, printable } from './layout.ts'
import type { CaptureReport, ConnectionReport, Report } from './model.ts'
import { plain, type Paint } from './paint.ts'

/** Stories of one cause that the summary points to. */
const placesMost = 8
/** Captures that are told one by one. */
const capturesMost = 20

export interface TextOptions {
  /** Show every conversation in full, completed ones and what was not TLS, too. Default false. */
  readonly all?: boolean
  /** Default: no colour. */
  readonly paint?: Paint
}

/** The whole report. What failed alike is told once, unless `all`. Ends with a line feed. */
export function describeReport(report: Report, options: TextOptions = {}): string {
  const { all, paint = plain } = options
  const files = report.captures.map(({ file }) => file)
  if (!all) {
    const text = new BriefText(files, paint)
    for (const connection of report.connections) text.add(connection)
    return text.finish(report)
  }
  const blocks = report.connections.map((c) => describeConversation(c, files, paint))
  return `${[...blocks, describeSummary(report)].join('\n\n')}\n`
}

/** The report on what failed, made as the conversations come: what is alike is told once, and little is held. */
export class BriefText {
  readonly #files: readonly string[]
  readonly #paint: Paint
  readonly #alike: Alike

  /** `files`: names of the captures. */
  constructor(files: readonly string[], paint: Paint = plain) {
    this.#files = files
    this.#paint = paint
    this.#alike = new Alike((c) => describeConversation(c, files, paint))
  }

  add(connection: ConnectionReport): void {
    this.#alike.add(connection)
  }

  /** The whole report. Ends with a line feed. */
  finish(report: Omit<Report, 'connections'>): string {
    const groups = this.#alike.groups()
    const blocks = groups.map((group) =>
      [group.told, ...describeOthers(group, this.#files, this.#paint)].join('\n'),
    )
    return `${[...blocks, describeSummary(report, groups)].join('\n\n')}\n`
  }
}

/** One conversation, as it stands in a report on these captures. Without a final line feed. */
export function describeConversation(
  connection: ConnectionReport,
  files: readonly string[],
  paint: Paint,
): string {
  return describeConnection(connection, paint, fileOf(connection, files))
}

/** The name of its capture, where there are several. */
function fileOf(
  { capture }: Pick<ConnectionReport, 'capture'>,
  files: readonly string[],
): string | undefined {
  return files.length > 1 ? files[capture] : undefined
}

function describeOthers(group: Group, files: readonly string[], paint: Paint): string[] {
  const { more, mentions, first, lastTime } = group
  if (more === 0) return []
  const lines = [
    ...section(othersTitle(group), paint),
    ...mentions.flatMap((mention) => describeMention(mention, first, files)),
  ]
  if (more > mentions.length)
    lines.push(
      `    … and ${grouped(more - mentions.length)} more: --all prints them, --json has every one`,
      `    ${sidesOf(group)} in all, until ${secondAfter(first.firstTime, lastTime)}`,
    )
  return lines
}

function describeMention(
  { id, capture, client, server, firstFrame, lastFrame, firstTime }: Mention,
  first: Mention,
  files: readonly string[],
): string[] {
  const file = fileOf({ capture }, files)
  const facts = [
    `${endpoint(client)} → ${endpoint(server)}`,
    firstFrame === lastFrame ? `frame ${firstFrame}` : `frames ${firstFrame}–${lastFrame}`,
    secondAfter(first.firstTime, firstTime),
    ...(file === undefined ? [] : [printable(file)]),
  ]
  return hang(`    #${id}  `, facts.join('  ')).map((line) => line.trimEnd())
}

/** The second, and its day where that is not the same. */
function secondAfter(first: string, time: string): string {
  const [, day = '', second = ''] = /^(.*)T(\d\d:\d\d:\d\d)/.exec(time) ?? []
  return first.startsWith(day) ? second : `${day} ${second}`
}

/** How many conversations ended in which way, and what was read. Without a final line feed. */
export function describeSummary(
  report: Omit<Report, 'connections'>,
  groups: readonly Group[] = [],
): string {
  const { summary, captures } = report
  const lines: string[] = []
  const parts = [
    summary.failed > 0 ? `${grouped(summary.failed)} failed` : null,
    summary.incomplete > 0 ? `${grouped(summary.incomplete)} incomplete` : null,
    summary.completed > 0 ? `${grouped(summary.completed)} completed` : null,
  ].filter((part) => part !== null)
  const tls = summary.failed + summary.incomplete + summary.completed
  lines.push(
    tls === 0
      ? `No TLS handshake in ${count(summary.notTls, 'conversation')}.`
      : `${count(tls, 'TLS conversation')}: ${parts.join(', ')}.`,
  )
  const causes = Object.entries(summary.causes).sort((a, b) => b[1] - a[1])
  if (summary.failed > 1)
    for (const [cause, times] of causes)
      lines.push(...hang(`  ${grouped(times).padStart(6)}  `, cause + placesOf(cause, groups)))
  // Of many files those are told that could not be read as a whole.
  const told = captures.length > capturesMost ? captures.filter(hasProblems) : captures
  for (const capture of told) lines.push(...hang('  ', describeCapture(capture)))
  if (told.length < captures.length) {
    const frames = captures.reduce((sum, capture) => sum + capture.frames, 0)
    lines.push(`  ${count(captures.length, 'capture')}, ${count(frames, 'frame')}`)
  }
  return lines.join('\n')
}

function hasProblems({ problems }: CaptureReport): boolean {
  return problems.length > 0
}

function describeCapture({ file, format, frames, problems }: CaptureReport): string {
  const damage = problems.length > 0 ? `, ${count(problems.length, 'problem')} in the file` : ''
  return `${printable(file)}: ${format}, ${count(frames, 'frame')}${damage}`
}

/** Where the stories of a cause stand in what was printed. */
function placesOf(cause: string, groups: readonly Group[]): string {
  const places = groups
    .filter((group) => group.cause === cause && group.outcome === 'failed')
    .map(({ first }) => `#${first.id}`)
  const shown = places.slice(0, placesMost).join(' ')
  return `${shown && `  ${shown}`}${places.length > placesMost ? ' …' : ''}`
}
