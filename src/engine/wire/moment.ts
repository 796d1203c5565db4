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
  const date = new Date(moment.seconds * 1000)
  const whole = Number.isNaN(date.getTime())
    ? new Date(0).toISOString().slice(0, 19)
    : date.toISOString().replace(/\.\d{3}Z$/, '')
  if (decimals === 0) return `${whole}Z`
  return `${whole}.${String(moment.nanos).padStart(9, '0').slice(0, decimals)}Z`
}
