// The report as Markdown, to paste into a ticket.

import { grouped } from '../wire/count.ts'
import { Alike, othersTitle, sidesOf, type Group } from './alike.ts'
import { printable, spacedHex } from './layout.ts'
import type { ConnectionReport, EvidenceReport, Report } from './model.ts'

export const markdownTitle = '# TLS handshakes\n'

/**
 * Failed and incomplete conversations, where those that are alike are told once; with `all` every one in full.
 * Ends with a line feed.
 */
export function markdownReport(report: Report, all = false): string {
  if (all)
    return [
      markdownTitle,
      markdownCounts(report),
      ...report.connections.map(markdownConnection),
      markdownProblems(report),
    ].join('')
  const brief = new BriefMarkdown(report.captures.map(({ file }) => file))
  for (const connection of report.connections) brief.add(connection)
  return brief.finish(report)
}

/** The report on what failed, made as the conversations come: what is alike is told once, and little is held. */
export class BriefMarkdown {
  readonly #files: readonly string[]
  readonly #alike = new Alike(markdownConnection)

  /** `files`: names of the captures. */
  constructor(files: readonly string[]) {
    this.#files = files
  }

  add(connection: ConnectionReport): void {
    this.#alike.add(connection)
  }

  /** The whole report. Ends with a line feed. */
  finish(report: Omit<Report, 'connections'>): string {
    const groups = this.#alike.groups()
    return [
      markdownTitle,
      markdownCounts(report),
      ...groups.map((group) => group.told + others(group, this.#files)),
      markdownProblems(report),
    ].join('')
  }
}

export function markdownCounts({ summary, captures }: Omit<Report, 'connections'>): string {
  return (
    `\n${summary.failed} failed, ${summary.incomplete} incomplete, ${summary.completed} completed, ` +
    `${summary.notTls} not TLS, in ${captures.map((c) => code(c.file)).join(', ')}.\n`
  )
}

/** One conversation: a section of its own. */
export function markdownConnection(connection: ConnectionReport): string {
  return `\n${section(connection).join('\n')}\n`
}

/** What was wrong with the files. */
export function markdownProblems({ captures }: Omit<Report, 'connections'>): string {
  return captures
    .flatMap(({ file, problems }) =>
      problems.map(({ at, message }) => `\n> ${escape(file)}, byte ${at}: ${escape(message)}\n`),
    )
    .join('')
}

function others(group: Group, files: readonly string[]): string {
  const { more, mentions } = group
  if (more === 0) return ''
  const lines = mentions.map(
    ({ id, capture, client, server, firstFrame, lastFrame, firstTime }) =>
      `- ${id}: ${client.address} port ${client.port} to ${server.address} port ${server.port}, ` +
      `frames ${firstFrame} to ${lastFrame}${files.length > 1 ? ` of ${code(files[capture] ?? '')}` : ''}, ${firstTime}`,
  )
  if (more > mentions.length)
    lines.push(
      `- … and ${grouped(more - mentions.length)} more, until ${group.lastTime}: ${sidesOf(group)} in all`,
    )
  return `\n**${othersTitle(group)}**\n\n${lines.join('\n')}\n`
}

function section(c: ConnectionReport): string[] {
  const { verdict } = c
  const lines = [
    `## ${c.id}. ${escape(verdict?.headline ?? `Handshake ${c.outcome}`)}`,
    '',
    '| | |',
    '|---|---|',
    row('Client', `${c.client.address} port ${c.client.port}`),
    row('Server', `${c.server.address} port ${c.server.port}`),
    row('Time', c.firstTime),
    row('Frames', `${c.firstFrame} to ${c.lastFrame}`),
  ]
  if (c.serverName !== null) lines.push(row('Server name (SNI)', c.serverName))
  if (c.version !== null) lines.push(row('Version', c.version))
  if (c.cipherSuite !== null) lines.push(row('Cipher suite', c.cipherSuite))
  if (verdict) {
    lines.push(
      row('Cause', `\`${verdict.cause}\` (${verdict.confidence})`, true),
      row('Ended by', verdict.rejectedBy ?? 'nobody'),
    )
    lines.push('', escape(verdict.explanation), '', '**Evidence**', '')
    lines.push(...verdict.evidence.map(bullet))
    if (verdict.ruledOut.length > 0)
      lines.push(
        '',
        '**Checked, and not the reason**',
        '',
        ...verdict.ruledOut.map((s) => `- ${escape(s)}`),
      )
    if (verdict.alternatives.length > 0)
      lines.push('', `**Also possible**: ${verdict.alternatives.map(code).join(', ')}`)
    if (verdict.remedies.length > 0)
      lines.push(
        '',
        '**What to do**',
        '',
        // Our own words, with commands and settings marked as code.
        ...verdict.remedies.map((s, i) => `${i + 1}. ${printable(s)}`),
      )
    if (verdict.reproduce !== null)
      lines.push('', '**To see it again**', '', '```sh', printable(verdict.reproduce), '```')
  }
  if (c.remarks.length > 0) lines.push('', '**Worth knowing**', '', ...c.remarks.map(bullet))
  return lines
}

function bullet(fact: EvidenceReport): string {
  const place = fact.frame === null ? '' : `frame ${fact.frame}: `
  const bytes = fact.hex === null || fact.hex === '' ? '' : ` ${code(spacedHex(fact.hex))}`
  const reference = fact.reference === null ? '' : ` (${fact.reference})`
  return `- ${place}${escape(fact.text)}${reference}${bytes}`
}

function row(name: string, value: string, raw = false): string {
  return `| ${name} | ${raw ? value : escape(value)} |`
}

function code(text: string): string {
  return `\`${printable(text).replaceAll('`', "'")}\``
}

/** Characters that Markdown or HTML would read as more than text. */
function escape(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|]/g, (c) => `\\${c}`)
}
