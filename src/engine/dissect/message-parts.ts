// Which bytes of which message stand in a frame.

import type { Conversation, Message } from '../session/conversation.ts'

export interface MessagePart {
  readonly message: Message
  /** Which of the message's pieces this is, counted from 1, and how many there are. */
  readonly part: number
  readonly parts: number
  /** Bytes of the message that stand here, half-open, and its whole length. */
  readonly from: number
  readonly to: number
  readonly whole: number
}

/** The parts of a conversation's messages by frame, in the order of their bytes. */
export function findMessageParts(conversation: Conversation): Map<number, MessagePart[]> {
  const byFrame = new Map<number, MessagePart[]>()
  for (const message of conversation.messages) {
    const whole = message.spans.reduce((sum, span) => sum + span.length, 0)
    const frames = [...new Set(message.spans.map((span) => span.frame))]
    let from = 0
    for (const [i, frame] of frames.entries()) {
      const length = message.spans
        .filter((span) => span.frame === frame)
        .reduce((sum, span) => sum + span.length, 0)
      const part = { message, part: i + 1, parts: frames.length, from, to: from + length, whole }
      byFrame.set(frame, [...(byFrame.get(frame) ?? []), part])
      from += length
    }
  }
  return byFrame
}
