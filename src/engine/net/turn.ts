// Where one side of a connection stands that was followed by somebody else for a while, without a segment out of its turn.

import type { Mark } from './mark.ts'

export interface Turn {
  /** Bytes that came since. */
  readonly passed: number
  /** The segments that came last since: of all, with data, with FIN. */
  readonly last: Mark | null
  readonly lastData: Mark | null
  readonly fin: Mark | null
}
