// What is told of opened and unopened records, and how much of application data is kept.

import type { Side } from '../wire/span.ts'
import type { KeyNotes } from './keys.ts'
import { addNote } from './note.ts'

// Of application data, this much is kept of each side: the request line or the status tells why a server hung up.
const maxApplicationStart = 1024

/** Tells what came of the attempt to open a record. */
export function noteOpening(notes: KeyNotes, from: Side, opened: boolean, number: number): void {
  if (opened) {
    notes.decrypted = true
    if (notes.match !== 'partial') notes.match = notes.match === 'misfit' ? 'partial' : 'found'
    return
  }
  notes.match = notes.decrypted ? 'partial' : 'misfit'
  addNote(
    notes,
    notes.decrypted
      ? `Protected record ${number} of the ${from} does not authenticate, though others of this conversation do: it was changed, or records before it are missing.`
      : `The secret that was found for this conversation does not open the records of the ${from}.`,
  )
}

export function keepApplicationStart(notes: KeyNotes, from: Side, plaintext: Uint8Array): void {
  const kept = notes.applicationStart[from] ?? new Uint8Array(0)
  const more = plaintext.subarray(0, maxApplicationStart - kept.length)
  if (more.length === 0) return
  const joined = new Uint8Array(kept.length + more.length)
  joined.set(kept)
  joined.set(more, kept.length)
  notes.applicationStart[from] = joined
}

export function hasApplicationStart(notes: KeyNotes, from: Side): boolean {
  return (notes.applicationStart[from]?.length ?? 0) >= maxApplicationStart
}
