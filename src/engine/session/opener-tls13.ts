// Opens records of TLS 1.3: which keys are in force, and when they change. RFC 8446 §5 and §4.6.3.

import { u16 } from '../crypto/octets.ts'
import { findSuite, type Suite } from '../crypto/suite.ts'
import { trafficKeys, type TrafficKeys } from '../crypto/tls13-keys.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { Side } from '../wire/span.ts'
import type { KeyNotes } from './keys.ts'
import type { OpenedRecord } from './opener.ts'
import { addNote } from './note.ts'
import { hasApplicationStart, keepApplicationStart, type Openings } from './opening.ts'
import type { Epoch, Tls13Handshake } from './tls13-handshake.ts'

interface Stage {
  readonly epoch: Epoch
  readonly keys: TrafficKeys
}

interface Direction {
  /** The stage in force first, then those that may follow. */
  stages: Stage[]
  sequence: number
  /** Records that did not open since the last one that did. */
  failures: number
  lost: boolean
  /** Something opened with the stage in force. */
  proven: boolean
  /** The epoch that the messages seen so far lead to, whether there is a secret for it or not. */
  due: Epoch
}

// After a hole, as many records are taken to be missing at most.
const maxMissing = 64
// Records of early data that the server refused, and of an epoch without secret, stand before those that open.
const maxSkipped = 8
// Once the start of the data is kept, only what may be an alert, a ticket or a key update is opened.
const shortRecord = 1024

export class Tls13Records {
  private readonly agreement: Tls13Handshake
  private readonly notes: KeyNotes
  private readonly openings: Openings
  private readonly directions: Record<Side, Direction | null> = { client: null, server: null }
  /** The server asked for a certificate after the handshake, and the client's answer may be long. */
  private awaitsCertificate = false

  constructor(agreement: Tls13Handshake, notes: KeyNotes, openings: Openings) {
    this.agreement = agreement
    this.notes = notes
    this.openings = openings
  }

  handshake(from: Side, message: Uint8Array): void {
    const wasFinished = this.agreement.isFinished
    this.agreement.handshake(from, message)
    switch (message[0] ?? -1) {
      case handshakeTypes.server_hello:
        if (!this.agreement.hasServerHello) return
        this.prepare('server')
        this.prepare('client')
        break
      case handshakeTypes.end_of_early_data:
        this.enter(from, 'handshake')
        break
      case handshakeTypes.finished:
        if (from === 'server') this.supply()
        if (!wasFinished) this.enter(from, 'traffic')
        else this.awaitsCertificate = false
        break
      case handshakeTypes.certificate_request:
        this.awaitsCertificate = wasFinished
        break
      case handshakeTypes.key_update:
        this.update(from)
        break
    }
  }

  open(from: Side, type: number, version: number, payload: Uint8Array): OpenedRecord | null {
    // Alerts and handshake records under their own type are in clear, whatever came before.
    if (type !== contentTypes.application_data) return null
    if (!this.agreement.hasServerHello) this.prepareEarly(from)
    const direction = this.directions[from]
    if (direction === null) return null
    if (direction.stages.length === 0) {
      this.noteLack(direction.due)
      return null
    }
    if (this.isPassedOver(direction, from, payload)) {
      direction.sequence++
      return null
    }
    const header = new Uint8Array([type, ...u16(version), ...u16(payload.length)])
    const associated = this.agreement.authenticatesHeader ? header : new Uint8Array(0)
    const number = direction.sequence
    const inner = attempt(direction, associated, payload)
    if (inner !== null || direction.stages[0]?.epoch === direction.due)
      this.openings.count(from, inner !== null, number)
    else this.noteLack(direction.due)
    if (inner === null) {
      // A message of the handshake may have been in it.
      if (direction.due !== 'early') this.agreement.breakTranscript()
      return null
    }
    const opened = unpad(inner)
    if (opened?.type === contentTypes.application_data)
      keepApplicationStart(this.notes, from, opened.plaintext)
    return opened
  }

  missed(from: Side): void {
    this.agreement.breakTranscript()
    const direction = this.directions[from]
    if (direction !== null) direction.lost = true
  }

  /** Said only when a record shows that the secret would have been needed. */
  private noteLack(epoch: Epoch): void {
    if (epoch === 'early' || this.notes.match === 'none' || this.notes.match === null) return
    // A client that gives up has logged no secret for what the server sends ahead, a ticket mostly.
    if (epoch === 'traffic' && !this.agreement.isFinished) return
    this.notes.match = 'partial'
    addNote(
      this.notes,
      epoch === 'handshake'
        ? 'The keys lack a handshake traffic secret of this conversation: its encrypted handshake stays closed.'
        : 'The keys lack an application traffic secret of this conversation: what follows the handshake stays closed.',
    )
  }

  private isPassedOver(direction: Direction, from: Side, payload: Uint8Array): boolean {
    return (
      direction.stages[0]?.epoch === 'traffic' &&
      payload.length > shortRecord &&
      !direction.lost &&
      !(this.awaitsCertificate && from === 'client') &&
      hasApplicationStart(this.notes, from)
    )
  }

  private prepare(side: Side): void {
    const { suite } = this.agreement
    const stages = suite === null ? [] : this.stagesOf(side, suite)
    const before = this.directions[side]
    // Early data that was opened before the ServerHello goes on under the keys that opened it.
    if (before?.proven === true) {
      before.due = 'early'
      before.stages = [before.stages[0]!, ...stages.filter((stage) => stage.epoch !== 'early')]
      return
    }
    this.directions[side] = newDirection(stages, 'handshake')
  }

  private stagesOf(side: Side, suite: Suite): Stage[] {
    return (['early', 'handshake', 'traffic'] as const).flatMap((epoch) => {
      const secret = this.agreement.secret(side, epoch)
      const keys = secret === null ? null : trafficKeys(suite, secret)
      return keys === null ? [] : [{ epoch, keys }]
    })
  }

  /** Before the ServerHello the suite of early data is the one of its ticket: any that was offered may be it. */
  private prepareEarly(side: Side): void {
    const secret = this.agreement.secret(side, 'early')
    if (this.directions[side] !== null || secret === null) return
    const stages = this.agreement.offeredSuites.flatMap((codepoint) => {
      const suite = findSuite(codepoint)
      const fits = suite !== null && hashLengths[suite.hash] === secret.length
      const keys = fits && suite.keyExchange === 'TLS13' ? trafficKeys(suite, secret) : null
      return keys === null ? [] : [{ epoch: 'early' as const, keys }]
    })
    this.directions[side] = newDirection(stages, 'early')
  }

  /** Secrets that are known only after the server's Finished (those made of a PSK). */
  private supply(): void {
    const { suite } = this.agreement
    if (suite === null) return
    for (const side of ['client', 'server'] as const) {
      const direction = this.directions[side]
      if (direction === null || direction.stages.some((stage) => stage.epoch === 'traffic'))
        continue
      direction.stages.push(...this.stagesOf(side, suite).filter((s) => s.epoch === 'traffic'))
    }
  }

  private enter(side: Side, epoch: Epoch): void {
    const direction = this.directions[side]
    if (direction === null) return
    direction.due = epoch
    const at = direction.stages.findIndex((stage) => stage.epoch === epoch)
    if (at === 0) return
    advance(direction, at < 0 ? direction.stages.length : at, 0)
    direction.proven = false
  }

  private update(side: Side): void {
    const direction = this.directions[side]
    const current = direction?.stages[0]
    if (direction === null || current?.epoch !== 'traffic') return
    direction.stages = [{ epoch: 'traffic', keys: current.keys.next() }]
    advance(direction, 0, 0)
    direction.proven = false
  }
}

function newDirection(stages: Stage[], due: Epoch): Direction {
  return { stages, sequence: 0, failures: 0, lost: false, proven: false, due }
}

const hashLengths = { sha256: 32, sha384: 48 } as const

/** Tries the stage in force, then those after it, whose switch was not seen. */
function attempt(direction: Direction, header: Uint8Array, payload: Uint8Array): Uint8Array | null {
  for (const [at, stage] of direction.stages.entries()) {
    const { from, to } = at === 0 ? windowOf(direction) : { from: 0, to: skippable(direction) }
    for (let sequence = from; sequence <= to; sequence++) {
      const inner = stage.keys.open(sequence, header, payload)
      if (inner === null) continue
      advance(direction, at, sequence + 1)
      return inner
    }
  }
  direction.failures++
  direction.sequence++
  return null
}

function windowOf(direction: Direction): { from: number; to: number } {
  if (direction.lost) return { from: direction.sequence, to: direction.sequence + maxMissing }
  // Nothing opened yet: what failed may have belonged to an epoch before this one.
  if (!direction.proven) return { from: 0, to: skippable(direction) }
  return { from: direction.sequence, to: direction.sequence }
}

function skippable(direction: Direction): number {
  return direction.lost ? maxMissing : Math.min(direction.failures, maxSkipped)
}

function advance(direction: Direction, stage: number, sequence: number): void {
  direction.stages = direction.stages.slice(stage)
  direction.sequence = sequence
  direction.failures = 0
  direction.lost = false
  direction.proven = true
}

/** Takes zeros off the end: what remains ends in the content type. RFC 8446 §5.4. */
export function unpad(inner: Uint8Array): OpenedRecord | null {
  const at = inner.findLastIndex((byte) => byte !== 0)
  return at < 0 ? null : { type: inner[at]!, plaintext: inner.subarray(0, at) }
}
