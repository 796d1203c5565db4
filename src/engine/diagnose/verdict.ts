// The verdict on a conversation: what `report` prints.

import type { Cause } from '../registry/tables/causes.ts'
import type { Side } from '../wire/span.ts'
import type { Evidence } from './finding.ts'

export type Outcome = 'completed' | 'failed' | 'incomplete' | 'not-tls'

export interface VerdictAlert {
  readonly level: 'warning' | 'fatal' | null
  readonly code: number | null
  readonly name: string | null
  readonly from: Side
  readonly encrypted: boolean
}

export interface Verdict {
  readonly cause: Cause
  readonly confidence: 'certain' | 'likely' | 'possible'
  readonly rejectedBy: Side | 'middle' | null
  readonly faultSide: Side | 'middle' | 'either' | null
  /** The frame in which the handshake was ended. */
  readonly frame: number | null
  readonly alert: VerdictAlert | null
  readonly headline: string
  readonly explanation: string
  readonly evidence: readonly Evidence[]
  readonly ruledOut: readonly string[]
  readonly remedies: readonly string[]
  /** A command that reproduces the handshake, filled in from the capture; null where none can. */
  readonly reproduce: string | null
  readonly alternatives: readonly Cause[]
}

export interface Judgement {
  readonly outcome: Outcome
  /** Null where completed or not TLS. */
  readonly verdict: Verdict | null
  /** Worth knowing, no alarm. */
  readonly remarks: readonly Evidence[]
}
