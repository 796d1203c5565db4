// The messages of a conversation, bounded: one that renegotiates for ever keeps its beginning and its end.

import { otherSide } from '../wire/span.ts'
import type { Message } from './conversation.ts'

/** A handshake has about twenty; with tickets, renegotiations and repeated hellos some hundreds. About a megabyte of notes. */
const firstMost = 1024

/** What ended the conversation is among the last ones. */
const lastMost = 64

/** Bytes of handshake messages kept for a conversation: some dozens of the longest certificate chains. */
const bytesMost = 4 << 20

export type DraftMessage = { -readonly [Key in keyof Message]: Message[Key] }

export class MessageList {
  readonly #first: DraftMessage[] = []
  #last: DraftMessage[] = []
  #bytes = 0

  add(message: DraftMessage): void {
    this.#bytes += message.bytes?.length ?? 0
    if (this.#bytes > bytesMost) {
      message.bytes = null
      message.body = null
    }
    if (this.#first.length < firstMost) {
      this.#first.push(message)
      return
    }
    this.#last.push(message)
    if (this.#last.length >= 2 * lastMost) this.#last = this.#last.slice(-lastMost)
  }

  /** Client and server change places. */
  turn(): void {
    for (const message of [...this.#first, ...this.#last]) message.from = otherSide(message.from)
  }

  /** All that is remembered, in order. */
  finish(): DraftMessage[] {
    return [...this.#first, ...this.#last.slice(-lastMost)]
  }
}
