// Conversations that wait for the end of the run, when it is known what others with the same server showed.

import type { Conversation } from './session/conversation.ts'

/**
 * Bytes that they may hold together: six hundred failed handshakes with their certificates, or over three thousand
 * attempts to connect. The siblings that matter most come close after a failure: the oldest wait no longer first.
 */
const bytesMost = 16 << 20

/**
 * Bytes of memory, as measured on conversations that failed: what every one holds, what a message, a record and a
 * byte of a message add. A message is held as its bytes and as what was read out of them.
 */
const weights = { conversation: 4_600, message: 1_000, messageByte: 3, record: 300 }

export class Waiting {
  readonly #most: number
  #queue: (Conversation | undefined)[] = []
  #next = 0
  #bytes = 0

  /** `most`: bytes that may be held. */
  constructor(most: number = bytesMost) {
    this.#most = most
  }

  add(conversation: Conversation): void {
    this.#queue.push(conversation)
    this.#bytes += weigh(conversation)
  }

  /** The oldest, as long as more is held than may be; it waits no longer. */
  takeSurplus(): Conversation | undefined {
    return this.#bytes > this.#most ? this.take() : undefined
  }

  /** The oldest, which waits no longer. */
  take(): Conversation | undefined {
    const oldest = this.#queue[this.#next]
    if (!oldest) return undefined
    this.#bytes -= weigh(oldest)
    this.#queue[this.#next++] = undefined
    if (2 * this.#next > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#next)
      this.#next = 0
    }
    return oldest
  }
}

/** About so many bytes of memory are held for it. */
function weigh({ messages, records }: Conversation): number {
  let bytes = 0
  for (const message of messages) bytes += message.bytes?.length ?? 0
  return (
    weights.conversation +
    weights.message * messages.length +
    weights.messageByte * bytes +
    weights.record * records.length
  )
}
