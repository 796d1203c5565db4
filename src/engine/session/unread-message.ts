// A message of which nothing can be told but that it was there.

import type { Message } from './conversation.ts'

/** Everything of a message but when, where and by whom it was sent. */
export type MessageContent = Omit<
  Message,
  'frame' | 'frames' | 'time' | 'from' | 'recordVersion' | 'record'
>

type Known = 'kind' | 'name' | 'encrypted' | 'decrypted' | 'length' | 'spans'

export function unreadMessage(known: Pick<Message, Known>): MessageContent {
  const { kind, name, encrypted, decrypted, length, spans } = known
  return {
    kind,
    name,
    code: null,
    level: null,
    encrypted,
    decrypted,
    length,
    bytes: null,
    body: null,
    damage: null,
    spans,
  }
}
