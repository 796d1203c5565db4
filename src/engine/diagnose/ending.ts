// How a TCP connection ended: who closed or reset it first, when, and in which frame.

import type { Conversation } from '../session/conversation.ts'
import type { SegmentMark, TcpSide } from '../net/facts.ts'
import type { Moment } from '../wire/moment.ts'
import type { Side } from '../wire/span.ts'

export interface Ending {
  readonly by: Side
  readonly how: 'fin' | 'reset'
  readonly frame: number
  readonly time: Moment
  readonly mark: SegmentMark
}

/** Every FIN and first RST of both sides, in order of the frames. */
export function findEndings(conversation: Conversation): readonly Ending[] {
  const { tcp } = conversation
  if (tcp === null) return []
  return [...endingsOf('client', tcp.client), ...endingsOf('server', tcp.server)].sort(
    (a, b) => a.frame - b.frame,
  )
}

function endingsOf(by: Side, side: TcpSide): Ending[] {
  const marks: [Ending['how'], SegmentMark | null | undefined][] = [
    ['fin', side.fin],
    ['reset', side.resets[0]],
  ]
  return marks.flatMap(([how, mark]) =>
    mark ? [{ by, how, frame: mark.frame, time: mark.time, mark }] : [],
  )
}
