// explain: what a number, a name or a line of a log means.

import { remediesOf } from '../diagnose/texts/explain.ts'
import { usualCauses } from '../diagnose/texts/usual-causes.ts'
import { alertRows, type AlertRow } from '../registry/tables/alerts.ts'
import { causes, type Cause } from '../registry/tables/causes.ts'
import { schannelErrorRows } from '../registry/tables/schannel-alert-errors.ts'
import { schannelEventRows } from '../registry/tables/schannel-events.ts'
import { stackErrorRows, type StackErrorRow } from '../registry/tables/stack-error-strings.ts'

export interface Explanation {
  readonly kind: 'alert' | 'cause' | 'schannel-event' | 'status-code' | 'log-line'
  /** `bad_certificate (42)`, `client-certificate-expired`, `Schannel event 36887`. */
  readonly title: string
  readonly meaning: string
  /** Labelled lines beneath: `Exists in`, `Source`, `Seen in` … */
  readonly facts: readonly (readonly [label: string, text: string])[]
  readonly causes: readonly Cause[]
  /** What mends it; of causes alone. */
  readonly remedies?: readonly string[]
}

/** How many readings of one log line are worth showing. */
const readingsMost = 4

/**
 * Everything that `query` may mean, likeliest first: an alert (`42`, `0x2a`, `2A`, `bad_certificate`), a cause
 * code, a Schannel event, a Windows status, or a line out of a log. Empty where nothing is known.
 */
export function explain(query: string): Explanation[] {
  const text = query.trim()
  const found = [...explainNumber(text), ...explainName(text), ...explainSchannel(text)]
  return found.length > 0 ? found : explainLogLine(text)
}

/** Every word that `explain` knows exactly: for "did you mean". */
export function explainableNames(): string[] {
  return [...alertRows.map((row) => row.name), ...causes.map((row) => row.code)]
}

function explainNumber(text: string): Explanation[] {
  const decimal = /^\d{1,10}$/.test(text) ? Number(text) : undefined
  const [, digits] = /^(?:0x)?([0-9a-f]{1,8})h?$/i.exec(text) ?? []
  const hexadecimal = digits === undefined ? undefined : parseInt(digits, 16)
  // `42` is a decimal number to anybody who reads an RFC; `2A` and `0x2a` can only be hexadecimal.
  const code = decimal ?? hexadecimal
  if (code === undefined) return []
  const row = alertRows.find((r) => r.codepoint === code)
  if (row) return [explainAlert(row)]
  if (code <= 0xff) return [unknownAlert(code)]
  const event = schannelEventRows.filter((r) => r.event === code).map(explainEvent)
  return event.length > 0 ? event : explainStatus(hexadecimal ?? code)
}

function explainName(text: string): Explanation[] {
  const name = text.replace(/\s*\(\d+\)$/, '').toLowerCase()
  const cause = causes.find((row) => row.code === name.replace(/[ _]/g, '-'))
  const alert = alertRows.find((row) => row.name === name.replace(/[ -]/g, '_'))
  // Some alerts and causes share their words: alerts are spelled with underscores, causes with hyphens.
  if (alert && !(cause && name.includes('-')))
    return cause && !name.includes('_')
      ? [explainAlert(alert), explainCause(cause)]
      : [explainAlert(alert)]
  if (cause) return [explainCause(cause)]
  const [, event] = /^(?:schannel\s+)?event(?:\s+id)?[\s:#]*(\d{4,5})$/.exec(name) ?? []
  if (event) return schannelEventRows.filter((r) => r.event === Number(event)).map(explainEvent)
  const status = schannelErrorRows.find((row) => row.status.toLowerCase() === name)
  return status ? explainStatus(status.code) : []
}

/** An event's number with the alert that it names, or its text as the System log has it. */
function explainSchannel(text: string): Explanation[] {
  const [, event, number] =
    /^(?:schannel\s+)?(?:event\s*(?:id)?\W*)?(\d{5})\D+(\d{1,3})$/i.exec(text) ?? []
  const [, named] = /fatal (?:alert|error) code is (\d{1,3})\b/i.exec(text) ?? []
  const code = number ?? named
  if (code === undefined) return []
  const received = /received from the remote/i.test(text) ? 36887 : 36888
  const rows = schannelEventRows.filter((row) => row.event === Number(event ?? received))
  if (rows.length === 0) return []
  return [...rows.map(explainEvent), ...explainNumber(code)]
}

function explainAlert(row: AlertRow): Explanation {
  return {
    kind: 'alert',
    title: `${row.name} (${row.codepoint}, ${hexByte(row.codepoint)})`,
    meaning: row.meaning,
    facts: [
      ['Level', row.levels],
      ['Exists in', row.versions],
      ['Defined in', row.reference],
      ...(row.note === '' ? [] : [['Note', row.note] as const]),
      ...schannelErrorRows
        .filter((error) => error.alert === row.codepoint)
        .map((error) => ['Windows', `${error.status} (0x${error.code.toString(16)})`] as const),
    ],
    causes: usualCausesOf(row.name),
  }
}

function unknownAlert(code: number): Explanation {
  return {
    kind: 'alert',
    title: `unknown alert (${code}, ${hexByte(code)})`,
    meaning: 'No registry names this alert: the peer made it up, or the byte is no alert at all.',
    facts: [],
    causes: ['unexplained-alert'],
  }
}

function explainCause(row: (typeof causes)[number]): Explanation {
  return {
    kind: 'cause',
    title: row.code,
    meaning: row.meaning,
    facts: [
      ['Family', row.family],
      ['To mend', whereToMend(row.fault)],
    ],
    causes: [],
    remedies: remediesOf(row.code),
  }
}

function whereToMend(fault: string): string {
  if (fault === 'client' || fault === 'server') return `on the ${fault}`
  if (fault === 'middle') return 'between the two'
  if (fault === 'either') return 'on either side'
  return fault === 'none' ? 'nothing is shown to be broken' : 'not known from the code alone'
}

function explainEvent(row: (typeof schannelEventRows)[number]): Explanation {
  return {
    kind: 'schannel-event',
    title: `Schannel event ${row.event} (${row.level})`,
    meaning: row.meaning,
    facts: [
      ['Text', row.text],
      ...(row.alertOrState === '' ? [] : [['Number in it', row.alertOrState] as const]),
    ],
    causes: causesIn(row.causes),
  }
}

function explainStatus(code: number): Explanation[] {
  const rows = schannelErrorRows.filter((row) => row.code === code)
  const [first] = rows
  if (!first) {
    const hex = `0x${code.toString(16).padStart(8, '0')}`
    return explainLogLine(hex)
  }
  const named = rows.flatMap((row) => (row.alert === null ? [] : [`${row.name} (${row.alert})`]))
  return [
    {
      kind: 'status-code',
      title: `${first.status} (0x${code.toString(16)})`,
      meaning:
        named.length === 0
          ? `Windows reports ${first.name}.`
          : `What Windows reports for the alert ${named.join(' or ')}.`,
      facts: [],
      causes: [...new Set(rows.flatMap((row) => usualCausesOf(row.name)))],
    },
    ...explainLogLine(`0x${code.toString(16).padStart(8, '0')}`),
  ]
}

/** The rows whose pattern stands in the line; the longest match is the most particular, so it comes first. */
function explainLogLine(line: string): Explanation[] {
  const matches = stackErrorRows().flatMap((row) => {
    const length = matchLength(row, line)
    return length === 0 ? [] : [{ row, length }]
  })
  matches.sort((a, b) => b.length - a.length)
  const seen = new Set<string>()
  return matches
    .filter(({ row }) => !seen.has(row.meaning) && seen.add(row.meaning))
    .slice(0, readingsMost)
    .map(({ row }) => ({
      kind: 'log-line',
      title: `${row.stack} (${row.versions})`,
      meaning: row.meaning,
      facts: alertFacts(row),
      causes: causesIn(row.causes),
    }))
}

function alertFacts({ alert, direction }: StackErrorRow): (readonly [string, string])[] {
  if (alert === null) return []
  const name = alertRows.find((row) => row.codepoint === alert)?.name ?? 'unknown'
  return [['Alert', `${name} (${alert})${direction === '' ? '' : `, ${direction} by this side`}`]]
}

function matchLength({ kind, pattern }: StackErrorRow, line: string): number {
  if (kind !== 'regex')
    return line.toLowerCase().includes(pattern.toLowerCase()) ? pattern.length : 0
  return new RegExp(pattern, 'i').exec(line)?.[0].length ?? 0
}

function causesIn(codes: string): Cause[] {
  const known = new Map<string, Cause>(causes.map((row) => [row.code, row.code]))
  return codes.split(' ').flatMap((code) => known.get(code) ?? [])
}

/** Windows has names of its own beside those of the alerts: nothing is usual for them. */
function usualCausesOf(alertName: string): readonly Cause[] {
  const usual: Readonly<Record<string, readonly Cause[] | undefined>> = usualCauses
  return usual[alertName] ?? []
}

function hexByte(code: number): string {
  return `0x${code.toString(16).padStart(2, '0')}`
}
