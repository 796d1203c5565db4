// A message of which nothing can be told but that it was there.

import type { Message } from './conversation.ts'

/** Everything of a message but when, where and by whom it was sent. */
export type MessageContent = Omit<
  Message,
  'frame' | 'frames' | 'time' | 'from' | 'recordVersion' | 'record'
>

type Known = 'kind' | 'name' | 'encrypted' | 'decrypted' | 'length' | 'spans'

export function unreadMessage(known: Pick<Message, Known>): MessageContent {
  return { ...known, code: null, level: null, bytes: null, body: null, damage: null }
}
