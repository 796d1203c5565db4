// The report as Markdown, to paste into a ticket.

import { printable, spacedHex } from './layout.ts'
import type { ConnectionReport, EvidenceReport, Report } from './model.ts'

/** Failed and incomplete conversations, and with `all` the others too. Ends with a line feed. */
export function markdownReport(report: Report, all = false): string {
  const { summary } = report
  const lines = [
    '# TLS handshakes',
    '',
    `${summary.failed} failed, ${summary.incomplete} incomplete, ${summary.completed} completed, ` +
      `${summary.notTls} not TLS, in ${report.captures.map((c) => code(c.file)).join(', ')}.`,
  ]
  for (const connection of report.connections)
    if (all || connection.outcome === 'failed' || connection.outcome === 'incomplete')
      lines.push('', ...section(connection))
  for (const capture of report.captures)
    for (const problem of capture.problems)
      lines.push('', `> ${escape(capture.file)}, byte ${problem.at}: ${escape(problem.message)}`)
  return `${lines.join('\n')}\n`
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
