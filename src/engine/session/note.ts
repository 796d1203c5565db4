// Sentences about keys: each is said once, and there is an end to them.

import type { KeyNotes } from './keys.ts'

// More would be a log, not a note.
const maxNotes = 12

export function addNote(notes: KeyNotes, sentence: string): void {
  if (sentence === '' || notes.notes.includes(sentence)) return
  if (notes.notes.length < maxNotes) notes.notes.push(sentence)
}
