// One conversation for a person: the cause first, then the evidence, then what to do.

import { hang, printable, spacedHex, width, wrap } from './layout.ts'
import type { ConnectionReport, EvidenceReport, VerdictReport } from './model.ts'
import { plain, type Paint } from './paint.ts'

/** One conversation: a block of lines without a final line feed. */
export function describeConnection(
  connection: ConnectionReport,
  paint: Paint = plain,
  file?: string,
): string {
  const { verdict } = connection
  const lines = verdict
    ? headline(verdict.headline, connection.outcome, paint)
    : headline(outcomeLine(connection), connection.outcome, paint)
  lines.push('')
  if (verdict) lines.push(...hang('  ', judgementLine(verdict)))
  if (file !== undefined) lines.push(`  ${printable(file)}`)
  lines.push(...where(connection))
  if (verdict) lines.push(...describeVerdict(verdict, paint))
  if (connection.remarks.length > 0)
    lines.push(...section('Worth knowing', paint), ...connection.remarks.flatMap(evidence))
  lines.push(...describeApplication(connection, paint))
  if (connection.keys.length > 0)
    lines.push(...section('Keys', paint), ...connection.keys.flatMap((note) => hang('    ', note)))
  return lines.join('\n')
}

function describeApplication({ application }: ConnectionReport, paint: Paint): string[] {
  const said = (['client', 'server'] as const).flatMap((side) => {
    const line = application?.[side]
    return line === null || line === undefined ? [] : hang(`    ${side}  `, printable(line))
  })
  return said.length === 0 ? [] : [...section('Said inside', paint), ...said]
}

function headline(text: string, outcome: ConnectionReport['outcome'], paint: Paint): string[] {
  const ink = outcome === 'not-tls' ? 'quiet' : outcome
  return wrap(printable(text), width).map((line) => paint(ink, line))
}

function outcomeLine(connection: ConnectionReport): string {
  if (connection.outcome === 'not-tls') return 'No TLS was spoken here.'
  return connection.outcome === 'completed'
    ? `The handshake completed${connection.resumed ? ' by resuming an earlier session' : ''}.`
    : 'The capture does not show how the handshake ended.'
}

function judgementLine(verdict: VerdictReport): string {
  const parts: string[] = [verdict.cause, verdict.confidence]
  if (verdict.rejectedBy)
    parts.push(
      verdict.rejectedBy === 'middle'
        ? 'ended by something in between'
        : `ended by the ${verdict.rejectedBy}`,
    )
  if (verdict.faultSide === 'either') parts.push('to mend on either side')
  else if (verdict.faultSide === 'middle') parts.push('to mend between the two')
  else if (verdict.faultSide) parts.push(`to mend on the ${verdict.faultSide}`)
  if (verdict.frame !== null) parts.push(`frame ${verdict.frame}`)
  return parts.join(' · ')
}

function where(c: ConnectionReport): string[] {
  const ends = `${endpoint(c.client)} → ${endpoint(c.server)}`
  const facts = [
    c.serverName === null ? null : `SNI ${printable(c.serverName)}`,
    c.version ?? c.protocol?.toUpperCase() ?? null,
    c.cipherSuite,
    c.upgrade,
    c.applicationProtocol === null ? null : `ALPN ${printable(c.applicationProtocol)}`,
    c.decrypted ? 'decrypted' : null,
  ].filter((fact) => fact !== null)
  const lines = [...hang('  ', `#${c.id}  ${ends}  frames ${c.firstFrame}–${c.lastFrame}`)]
  lines.push(
    ...hang('  ', [c.firstTime.replace('T', ' ').replace('Z', ' UTC'), ...facts].join(' · ')),
  )
  return lines
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`; a port of 0 is none. */
export function endpoint({ address, port }: { address: string; port: number }): string {
  if (port === 0) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

function describeVerdict(verdict: VerdictReport, paint: Paint): string[] {
  const lines = ['', ...hang('  ', printable(verdict.explanation))]
  lines.push(...section('Evidence', paint), ...verdict.evidence.flatMap(evidence))
  if (verdict.ruledOut.length > 0)
    lines.push(
      ...section('Checked, and not the reason', paint),
      ...verdict.ruledOut.flatMap((sentence) => hang('    - ', printable(sentence))),
    )
  if (verdict.alternatives.length > 0)
    lines.push(...section('Also possible', paint), ...hang('    ', verdict.alternatives.join(', ')))
  if (verdict.remedies.length > 0)
    lines.push(
      ...section('What to do', paint),
      ...verdict.remedies.flatMap((remedy, i) => hang(`    ${i + 1}. `, printable(remedy))),
    )
  // Left unwrapped: a command is there to be copied.
  if (verdict.reproduce !== null)
    lines.push(...section('To see it again', paint), `    ${printable(verdict.reproduce)}`)
  return lines
}

/** A blank line and a title. */
export function section(title: string, paint: Paint): string[] {
  return ['', `  ${paint('strong', title)}`]
}

function evidence(fact: EvidenceReport): string[] {
  const label = fact.frame === null ? '' : `frame ${fact.frame}`
  const first = `    ${label.padEnd(label === '' ? 0 : 11)}${label === '' ? '' : ' '}`
  const lines = hang(first, printable(fact.text) + (fact.reference ? ` (${fact.reference})` : ''))
  const indent = ' '.repeat(first.length)
  if (fact.hex !== null && fact.hex !== '') {
    const shown = fact.hex.slice(0, 2 * 32)
    const more = (fact.length ?? shown.length / 2) > shown.length / 2 ? ' …' : ''
    lines.push(...wrap(spacedHex(shown) + more, width - indent.length).map((l) => indent + l))
  }
  return lines
}
