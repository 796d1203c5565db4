// Opens protected records with keys: the seam between the conversation and the cryptography.

import type { Side } from '../wire/span.ts'
import type { KeyNotes } from './keys.ts'

export interface OpenedRecord {
  /** The inner content type (TLS 1.3), or the outer one. */
  readonly type: number
  readonly plaintext: Uint8Array
}

/**
 * One conversation's keys. The conversation tells it every handshake message and ChangeCipherSpec in order, in
 * clear or opened, and it works out versions, suites, secrets, transcripts and sequence numbers from them.
 */
export interface RecordOpener {
  readonly notes: KeyNotes
  /** A whole handshake message with its four-byte header (TLS form). */
  handshake(from: Side, message: Uint8Array): void
  changeCipherSpec(from: Side): void
  /** A protected record's payload; null when no key is known or it does not open. Counts the sequence either way. */
  open(from: Side, type: number, version: number, payload: Uint8Array): OpenedRecord | null
  /** `count` records of this side were missed (a gap): the sequence is unknown from here on. */
  missed(from: Side): void
}
