// A moment of the capture's clock, without losing nanoseconds to floating point.

export interface Moment {
  /** Whole seconds since 1970-01-01T00:00:00Z; negative before. */
  readonly seconds: number
  /** 0 to 999_999_999. */
  readonly nanos: number
}

/** Seconds from `earlier` to `later`, as a fraction; negative when they stand the other way round. */
export function secondsBetween(earlier: Moment, later: Moment): number {
  return later.seconds - earlier.seconds + (later.nanos - earlier.nanos) / 1e9
}

/** RFC 3339 in UTC with `decimals` (0 to 9) decimals of the second. */
export function formatMoment(moment: Moment, decimals = 6): string {
  if (moment.seconds !== written.seconds)
    written = { seconds: moment.seconds, text: writeSecond(moment.seconds) }
  if (decimals === 0) return `${written.text}Z`
  return `${written.text}.${String(moment.nanos).padStart(9, '0').slice(0, decimals)}Z`
}

/** The second that was written last: the messages of a conversation share theirs. */
let written = { seconds: 0, text: writeSecond(0) }

function writeSecond(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime())
    ? new Date(0).toISOString().slice(0, 19)
    : date.toISOString().replace(/\.\d{3}Z$/, '')
}
