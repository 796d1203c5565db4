// Finished: a hash over everything said so far. RFC 8446 §4.4.4, RFC 5246 §7.4.9.

import type { Cursor } from '../../wire/cursor.ts'

export interface Finished {
  readonly kind: 'finished'
  readonly verifyData: Uint8Array
}

/** Its length depends on the suite's hash, so any length is read. */
export function readFinished(c: Cursor): Finished {
  return { kind: 'finished', verifyData: c.rest('verify_data') }
}
