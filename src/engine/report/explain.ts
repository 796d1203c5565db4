// explain: what a number, a name or a line of a log means.

import { remediesOf } from '../diagnose/texts/explain.ts'
import { usualCauses } from '../diagnose/texts/usual-causes.ts'
import { alertRows, type AlertRow } from '../registry/tables/alerts.ts'
import { causes, type Cause } from '../registry/tables/causes.ts'
import { schannelErrorRows } from '../registry/tables/schannel-alert-errors.ts'
import { schannelEventRows, type SchannelEventRow } from '../registry/tables/schannel-events.ts'
import { stackErrorRows, type StackErrorRow } from '../registry/tables/stack-error-strings.ts'
import { meaningOfState, readSchannelLine, tellsAlert, type SchannelLine } from './schannel-line.ts'

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
  // An event is explained with the numbers of its line.
  if (schannelEventRows.some((r) => r.event === code)) return []
  return explainStatus(hexadecimal ?? code)
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
  const status = schannelErrorRows.find((row) => row.status.toLowerCase() === name)
  return status ? explainStatus(status.code) : []
}

/** An event of Schannel, and what the numbers beside it mean. */
function explainSchannel(text: string): Explanation[] {
  const line = readSchannelLine(text)
  if (line === null) return []
  const { rows, alert, state, status } = line
  const events = rows.map((row) => explainEvent(row, line))
  return [
    ...(events.length > 0 || state === null ? events : [unknownState(state)]),
    ...(alert === null ? [] : explainNumber(String(alert))),
    ...(status === null ? [] : explainStatus(status)),
  ]
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

function explainEvent(row: SchannelEventRow, line: Partial<SchannelLine> = {}): Explanation {
  const { state = null } = line
  const alert = line.alert ?? row.alert
  const known = causesIn(row.causes)
  const facts: [label: string, text: string][] = [['Text', row.text]]
  if (alert !== null) facts.push(['Alert', `${alertName(alert)} (${alert})${senderIn(row)}`])
  else if (tellsAlert(row))
    facts.push(['To go on', `ask with the alert in its text: shakedown explain "${row.event} 48"`])
  const meaning = state === null ? null : meaningOfState(row, state, alert)
  if (state !== null)
    facts.push([
      'Error state',
      `${state}: ${meaning === null ? noMeaning : `${meaning} (${bySeeing})`}`,
    ])
  if (meaning === null && row.alertOrState !== '') facts.push(['Number in it', row.alertOrState])
  return {
    kind: 'schannel-event',
    title: `Schannel event ${row.event} (${row.level})`,
    meaning: row.meaning,
    facts,
    // The alert's own causes follow.
    causes: line.alert == null ? known : known.filter((cause) => cause !== 'unexplained-alert'),
  }
}

const bySeeing = 'by experience: Microsoft documents no error state'
const noMeaning = 'no table says what it means, and Microsoft documents no error state'

function unknownState(state: number): Explanation {
  return {
    kind: 'schannel-event',
    title: `Schannel error state ${state}`,
    meaning: `An internal number of Schannel: ${noMeaning}. The event that it stands in, and the alert beside it, tell more.`,
    facts: [],
    causes: [],
  }
}

function senderIn({ text }: SchannelEventRow): string {
  if (/alert was received from the remote/.test(text)) return ', sent by the peer'
  return /alert was generated and sent/.test(text) ? ', sent by this side' : ''
}

function alertName(code: number): string {
  return alertRows.find((row) => row.codepoint === code)?.name ?? 'unknown'
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
  return [
    [
      'Alert',
      `${alertName(alert)} (${alert})${direction === '' ? '' : `, ${direction} by this side`}`,
    ],
  ]
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
