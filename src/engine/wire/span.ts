// Where bytes stand in a capture: the currency of evidence.

export interface Span {
  /** 1-based number of the frame. */
  readonly frame: number
  /** From the first captured byte of the frame. */
  readonly offset: number
  readonly length: number
}

/** The two ends of a conversation. The client is who opened it (TCP) or sent the ClientHello. */
export type Side = 'client' | 'server'

export function otherSide(side: Side): Side {
  return side === 'client' ? 'server' : 'client'
}
