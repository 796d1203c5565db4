// Opens the records of one conversation over a stream: finds out which version it is, and lets that version work.

import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { Side } from '../wire/span.ts'
import { recordPrefix, type RecordProtection } from '../crypto/record-protection.ts'
import { u64 } from '../crypto/octets.ts'
import { ClassicHandshake } from './classic-handshake.ts'
import { findHelloFacts, isRetry, negotiatedVersion } from './hello-facts.ts'
import { noKeys, type KeyNotes } from './keys.ts'
import type { KeyRing } from './keyring.ts'
import { addNote } from './note.ts'
import type { OpenedRecord, RecordOpener } from './opener.ts'
import { hasApplicationStart, keepApplicationStart, Openings } from './opening.ts'
import { Tls13Records } from './opener-tls13.ts'
import { Tls13Handshake } from './tls13-handshake.ts'

export class TlsOpener implements RecordOpener {
  readonly notes: KeyNotes = noKeys()
  private readonly classic: ClassicRecords
  private readonly modern: Tls13Records
  /** Both versions listen to the hellos until the server has chosen. */
  private chosen: 'classic' | 'modern' | null = null

  constructor(ring: KeyRing) {
    this.notes.given = !ring.isEmpty
    const openings = new Openings(this.notes)
    this.classic = new ClassicRecords(ring, this.notes, openings)
    this.modern = new Tls13Records(new Tls13Handshake(ring, this.notes), this.notes, openings)
  }

  handshake(from: Side, message: Uint8Array): void {
    if (this.chosen === null && message[0] === handshakeTypes.server_hello) {
      const hello = findHelloFacts(message)
      if (hello !== null && !isRetry(hello))
        this.chosen = isModern(negotiatedVersion(hello)) ? 'modern' : 'classic'
    }
    if (this.chosen !== 'modern') this.classic.handshake(from, message)
    if (this.chosen !== 'classic') this.modern.handshake(from, message)
  }

  changeCipherSpec(from: Side): void {
    if (this.chosen === 'classic') this.classic.changeCipherSpec(from)
  }

  open(from: Side, type: number, version: number, payload: Uint8Array): OpenedRecord | null {
    if (this.chosen === 'classic') return this.classic.open(from, type, version, payload)
    return this.modern.open(from, type, version, payload)
  }

  missed(from: Side): void {
    this.classic.missed(from)
    this.modern.missed(from)
  }
}

/** TLS 1.3 and its drafts from 23 on, whose codepoints are 0x7f17 and up. */
function isModern(version: number): boolean {
  return version === 0x0304 || (version >= 0x7f17 && version <= 0x7f1c)
}

interface Direction {
  readonly protection: RecordProtection
  sequence: number
  /** Records may be missing before the next one. */
  lost: boolean
}

// After a hole, as many records are taken to be missing at most: a window of TCP full of the usual 16 KiB.
const maxMissing = 64

class ClassicRecords {
  private readonly notes: KeyNotes
  private readonly openings: Openings
  private readonly agreement: ClassicHandshake
  private readonly directions: Record<Side, Direction | null> = { client: null, server: null }

  constructor(ring: KeyRing, notes: KeyNotes, openings: Openings) {
    this.notes = notes
    this.openings = openings
    this.agreement = new ClassicHandshake(ring, notes)
  }

  handshake(from: Side, message: Uint8Array): void {
    this.agreement.handshake(from, message)
  }

  changeCipherSpec(from: Side): void {
    const protection = this.agreement.protections()?.[from]
    this.directions[from] =
      protection === undefined ? null : { protection, sequence: 0, lost: false }
  }

  open(from: Side, type: number, version: number, payload: Uint8Array): OpenedRecord | null {
    const direction = this.directions[from]
    if (direction === null) return null
    const isData = type === contentTypes.application_data
    if (isData && hasApplicationStart(this.notes, from)) {
      direction.protection.pass(payload)
      direction.sequence++
      return null
    }
    const number = direction.sequence
    const plaintext = this.attempt(direction, type, version, payload)
    this.openings.count(from, plaintext !== null, number)
    if (plaintext === null) {
      if (!isData) this.agreement.breakTranscript()
      return null
    }
    if (isData) keepApplicationStart(this.notes, from, plaintext)
    return { type, plaintext }
  }

  missed(from: Side): void {
    this.agreement.breakTranscript()
    const direction = this.directions[from]
    if (direction === null) return
    direction.lost = true
    if (!direction.protection.chained) return
    this.directions[from] = null
    addNote(
      this.notes,
      `Bytes of the ${from} are missing, and its cipher cannot go on without them: what follows stays closed.`,
    )
  }

  private attempt(
    direction: Direction,
    type: number,
    version: number,
    payload: Uint8Array,
  ): Uint8Array | null {
    const last = direction.sequence + (direction.lost ? maxMissing : 0)
    for (let sequence = direction.sequence; sequence <= last; sequence++) {
      const counter = u64(sequence)
      const associate = (length: number): Uint8Array => recordPrefix(counter, type, version, length)
      const plaintext = direction.protection.open({ counter, payload, associate })
      if (plaintext === null) continue
      direction.sequence = sequence + 1
      direction.lost = false
      return plaintext
    }
    direction.sequence++
    return null
  }
}
