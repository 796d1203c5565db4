// What a conversation knows about one of its frames: which bytes belong to which record and message.

import type { Conversation, Message, RecordNote } from '../session/conversation.ts'
import type { HandshakeContext } from '../tls/handshake.ts'
import { selectedVersion } from '../tls/hello.ts'

export interface Sight {
  /** 1-based number of the frame that is looked at. */
  readonly frame: number
  /** Messages that have bytes in this frame, in order. */
  readonly messages: readonly Message[]
  /** Records that start in this frame. */
  readonly records: readonly RecordNote[]
  /** What was agreed, which decides how messages are read. */
  readonly known: Partial<HandshakeContext>
  /** False when no conversation is at hand: then only what the frame holds whole is read. */
  readonly whole: boolean
}

/** A frame without its conversation. */
export function aloneSight(frame: number): Sight {
  return { frame, messages: [], records: [], known: {}, whole: false }
}

/** What `conversation` tells of the frame of that number. */
export function sightOf(conversation: Conversation, frame: number): Sight {
  return {
    frame,
    messages: conversation.messages.filter((message) =>
      message.spans.some((span) => span.frame === frame),
    ),
    records: conversation.records.filter(
      (record): record is RecordNote => record?.span.frame === frame,
    ),
    known: agreed(conversation),
    whole: true,
  }
}

/** The last ServerHello decides: a renegotiation may have changed what the first one chose. */
function agreed(conversation: Conversation): Partial<HandshakeContext> {
  const dtls = conversation.protocol === 'dtls'
  const hello = conversation.messages.findLast(
    (message) => message.body?.kind === 'server_hello',
  )?.body
  if (hello?.kind !== 'server_hello') return { dtls }
  return { dtls, version: selectedVersion(hello), cipherSuite: hello.cipherSuite }
}
