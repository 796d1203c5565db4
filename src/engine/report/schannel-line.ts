// A line of the Windows System log: which event of Schannel it is, and the numbers that it names.

import { schannelEventRows, type SchannelEventRow } from '../registry/tables/schannel-events.ts'

export interface SchannelLine {
  /** Empty where only an error state is named that no event is known for. */
  readonly rows: readonly SchannelEventRow[]
  /** The number of the alert that the event tells of. */
  readonly alert: number | null
  /** Schannel's internal error state. */
  readonly state: number | null
  /** A Windows status. */
  readonly status: number | null
}

/** Reads `36887`, `Schannel event 36888: 40 1205`, or the text as the log has it; null where it is none of them. */
export function readSchannelLine(text: string): SchannelLine | null {
  const found = findEvent(text)
  const [, hexadecimal] = /\b0x([0-9a-f]{8})\b/i.exec(text) ?? []
  const [, alertText] =
    /(?:alert|fatal error)(?: code)?(?: is)?\W{0,3}(\d{1,3})\b/i.exec(text) ?? []
  const [, stateText] = /\bstate(?: is)?\W{0,3}(\d{1,5})\b/i.exec(text) ?? []
  const numbers = { alert: numberOf(alertText), state: numberOf(stateText) }
  const status = hexadecimal === undefined ? null : parseInt(hexadecimal, 16)
  if (found === null) {
    if (numbers.state === null || !/schannel|error state/i.test(text)) return null
    return { rows: eventsOfState(numbers.state), ...numbers, status }
  }
  const { row, rest } = found
  const bare = /^\W*(\d{1,5})(?:\W+(\d{1,5}))?\W*$/.exec(rest)
  if (bare === null) return { rows: [row], ...numbers, status }
  const [, first, second] = bare
  const isAlert = tellsAlert(row) && Number(first) <= 0xff
  const state = numberOf(isAlert ? second : first)
  return { rows: [row], alert: isAlert ? Number(first) : null, state, status }
}

/** Whether the number in an event's text is that of an alert. */
export function tellsAlert({ text }: SchannelEventRow): boolean {
  return /fatal (?:alert|error) code is %1/.test(text)
}

/**
 * What an error state of an event means. Microsoft documents none of them: the table has those that experience has
 * given a meaning, some of them beside one alert only. Null for all others.
 */
export function meaningOfState(
  { alertOrState }: SchannelEventRow,
  state: number,
  alert: number | null,
): string | null {
  for (const entry of alertOrState.split('; ')) {
    const [, alerts = '', states = '', meaning = null] =
      /^(?:alert ([\d, ]+) )?(?:state )?([\d, or]+): (.+)$/.exec(entry) ?? []
    const fits = alert === null || alerts === '' || numbersIn(alerts).includes(alert)
    if (fits && numbersIn(states).includes(state)) return meaning
  }
  return null
}

function eventsOfState(state: number): SchannelEventRow[] {
  return schannelEventRows.filter((row) => meaningOfState(row, state, null) !== null)
}

/** By its number where the line says that it is one, else by its text; with what follows the number. */
function findEvent(text: string): { readonly row: SchannelEventRow; readonly rest: string } | null {
  const named = /^\W*(\d{5})\b|(?:schannel|event)\D{0,20}(\d{5})\b/i.exec(text)
  const number = Number(named?.[1] ?? named?.[2])
  const row = schannelEventRows.find(({ event }) => event === number)
  if (named && row) return { row, rest: text.slice(named.index + named[0].length) }
  const told = schannelEventRows.find((each) => firstSentence(each).test(text))
  if (told) return { row: told, rest: text }
  const [, what] = /TLS protocol defined fatal (alert|error) code is/i.exec(text) ?? []
  if (what === undefined) return null
  const event = what.toLowerCase() === 'alert' ? 36887 : 36888
  return { row: schannelEventRows.find((each) => each.event === event)!, rest: text }
}

/** The text of an event as logs have it: with words where the table has `%1`, and with the protocol as each release spells it. */
function firstSentence({ text }: SchannelEventRow): RegExp {
  const [sentence = ''] = text.split('. ')
  const literal = sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const protocol = literal.replace(/SSL \\\(TLS\\\)|TLS/g, '(?:SSL \\(TLS\\)|TLS|SSL)')
  return new RegExp(protocol.replace(/%\d/g, '.{1,40}?'), 'i')
}

function numbersIn(text: string): number[] {
  return Array.from(text.match(/\d+/g) ?? [], Number)
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text)
}
