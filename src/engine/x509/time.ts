// UTCTime and GeneralizedTime as certificates use them. RFC 5280 §4.1.2.5.

import { type Der, DerError, tags } from './der.ts'

/** Seconds since 1970-01-01T00:00:00Z; negative before. Tells forms that RFC 5280 forbids as oddities. */
export function readTime(der: Der, field: string): number {
  const tag = der.peek(field)
  if (tag !== tags.utcTime && tag !== tags.generalizedTime) {
    throw new DerError(field, der.at, 'neither UTCTime nor GeneralizedTime')
  }
  const element = der.element(tag, field)
  const text = Array.from(der.contents(element), (byte) => String.fromCharCode(byte)).join('')
  const digits = tag === tags.utcTime ? 2 : 4
  const match = patterns[digits].exec(text)
  if (match === null) throw new DerError(field, element.from, 'a time that cannot be read')
  const [, years = '', month = '', day = '', hour = '', minute = '', second, fraction, zone = ''] =
    match
  const year = digits === 2 ? Number(years) + (Number(years) < 50 ? 2000 : 1900) : Number(years)
  if (second === undefined) der.odd('time', field, element.from, 'is a time without seconds')
  if (fraction !== undefined) der.odd('time', field, element.from, 'is a time with a fraction')
  if (zone !== 'Z') der.odd('time', field, element.from, 'is a time that is not in UTC (Z)')
  if (digits === 4 && year < 2050 && year >= 1950) {
    der.odd('time', field, element.from, 'is a GeneralizedTime for a year that UTCTime is due for')
  }
  const parts = [
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  ] as const
  const seconds = secondsOf(year, ...parts)
  if (seconds === null) throw new DerError(field, element.from, 'a date that does not exist')
  return seconds - offsetOf(zone)
}

const patterns = {
  2: /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?()??(Z|[+-]\d{4})$/,
  4: /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?([.,]\d{1,9})?(Z|[+-]\d{4}|)$/,
} as const

function secondsOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (day < 1 || date.getUTCDate() !== day) return null
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second
}

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === '') return 0
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3, 5)) * 60
  return zone.startsWith('-') ? -seconds : seconds
}
