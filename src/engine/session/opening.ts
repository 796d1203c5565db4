// What is told of opened and unopened records, and how much of application data is kept.

import { otherSide, type Side } from '../wire/span.ts'
import type { KeyNotes } from './keys.ts'
import { addNote } from './note.ts'

// Of application data, this much is kept of each side: the request line or the status tells why a server hung up.
const maxApplicationStart = 1024

/** Judges the keys by what they open. What it says changes with what is seen. */
export class Openings {
  private readonly notes: KeyNotes
  private readonly unit: 'record' | 'packet'
  private readonly said: Record<Side, string> = { client: '', server: '' }

  constructor(notes: KeyNotes, unit: 'record' | 'packet' = 'record') {
    this.notes = notes
    this.unit = unit
  }

  count(from: Side, opened: boolean, number: number): void {
    const tried = this.notes.records[from]
    if (opened) tried.opened++
    else {
      tried.failed++
      tried.firstFailed ??= number
    }
    this.notes.decrypted ||= opened
    const failed = this.notes.records.client.failed + this.notes.records.server.failed
    if (failed > 0) this.notes.match = this.notes.decrypted ? 'partial' : 'misfit'
    else if (this.notes.match !== 'partial') this.notes.match = 'found'
    this.say('client')
    this.say('server')
  }

  private say(side: Side): void {
    const sentence = this.judge(side)
    if (sentence === this.said[side]) return
    const at = this.notes.notes.indexOf(this.said[side])
    if (at >= 0) this.notes.notes.splice(at, 1)
    this.said[side] = sentence
    addNote(this.notes, sentence)
  }

  private judge(side: Side): string {
    const { opened, firstFailed } = this.notes.records[side]
    if (firstFailed === null) return ''
    if (opened > 0)
      return `Protected ${this.unit} ${firstFailed} of the ${side} does not authenticate, though others do: it was changed, or ${this.unit}s before it are missing.`
    const other = otherSide(side)
    if (this.notes.records[other].opened > 0)
      return `The keys open ${this.unit}s of the ${other} and none of the ${side}: the sides hold different keys, as when a hello is changed on the way, or what the ${side} sent was changed.`
    return `The secret that was found for this conversation does not open the ${this.unit}s of the ${side}.`
  }
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
