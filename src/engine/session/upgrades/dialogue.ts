// A plaintext dialogue in which TLS may be asked for: what each protocol tells of it.

import type { Side } from '../../wire/span.ts'

/** What one message meant. What is not said stays as it was. */
export interface Said {
  /** For the preface, without credentials; null or empty to leave the message out. */
  readonly text: string | null
  /** The server named TLS among what it can do, or gave its list without it. */
  readonly offered?: boolean
  /** The client asked for TLS, or for a tunnel. */
  readonly asked?: boolean
  /** The server's answer to that. */
  readonly accepted?: boolean
  /** Where a proxy was asked to connect to, or said that it came from. */
  readonly target?: string
  /** The dialogue has done its work: what comes next begins anew. */
  readonly over?: boolean
}

export interface Dialogue {
  /** As `UpgradeFacts` has it; null where the protocol was not told yet. */
  readonly protocol: string | null
  /** What `Conversation.upgrade` is called when it leads to TLS. */
  readonly upgrade: string
  /** True while a request of the client has no answer yet: the server's next words are the dialogue's. */
  readonly awaits: boolean
  /** Length of the whole message that begins at `at`; 0 while it is not whole; -1 where it is none of this protocol. */
  measure(from: Side, bytes: Uint8Array, at: number, to: number): number
  take(from: Side, message: Uint8Array): Said
  /** Nothing that the side says is looked at until the other has spoken. Optional: never. */
  isDeafTo?(from: Side): boolean
}

/** Recognises the beginning of a dialogue. */
export interface Opening {
  /** `more` while the bytes fit as far as they go. */
  fits(from: Side, bytes: Uint8Array, at: number, to: number): 'yes' | 'no' | 'more'
  begin(): Dialogue
}

/** Compares with fixed bytes: `more` when they fit as far as they go. */
export function fitsBytes(
  expected: readonly number[],
  bytes: Uint8Array,
  at: number,
  to: number,
): 'yes' | 'no' | 'more' {
  const have = Math.min(expected.length, to - at)
  for (let i = 0; i < have; i++) if (bytes[at + i] !== expected[i]) return 'no'
  return have === expected.length ? 'yes' : 'more'
}

/** Bytes as text, one character each. */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Without line end, and with a dot for what can't be printed. */
export function printable(text: string): string {
  return text.replace(/[\r\n]+$/, '').replace(/[^\x20-\x7e]/g, '.')
}

export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** Length of the line at `at` with its end; 0 while it has none; -1 where it is too long to be one. */
export function measureLine(bytes: Uint8Array, at: number, to: number): number {
  const end = bytes.indexOf(0x0a, at)
  if (end >= 0 && end < to) return end + 1 - at
  return to - at > lineMost ? -1 : 0
}

/** HTTP servers refuse headers beyond this; the lines of all others are far shorter. */
const lineMost = 8 << 10
