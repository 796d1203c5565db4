// Opens DTLS records: every record knows its epoch and number, and the keys follow from them.
// RFC 6347 §4.1, RFC 9146 §5 (connection IDs), RFC 9147 §4 (DTLS 1.3).

import { concatBytes, u16, u64 } from '../crypto/octets.ts'
import { expandPacketNumber } from '../crypto/quic-keys.ts'
import { recordPrefix, type Protections } from '../crypto/record-protection.ts'
import { trafficKeys, type TrafficKeys } from '../crypto/tls13-keys.ts'
import type { DtlsRecord } from '../dtls/record.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { Side } from '../wire/span.ts'
import { ClassicHandshake } from './classic-handshake.ts'
import { findHelloFacts, isRetry, negotiatedVersion } from './hello-facts.ts'
import { noKeys, type KeyNotes } from './keys.ts'
import type { KeyRing } from './keyring.ts'
import type { OpenedRecord } from './opener.ts'
import { hasApplicationStart, keepApplicationStart, Openings } from './opening.ts'
import { unpad } from './opener-tls13.ts'
import { Tls13Handshake } from './tls13-handshake.ts'

export interface OpenedDatagramRecord extends OpenedRecord {
  /** In full, where the record itself says only the end of them. */
  readonly epoch: number
  readonly sequence: number
}

/** One conversation's keys. It is told each handshake message once, in the order of their numbers. */
export class DtlsOpener {
  readonly notes: KeyNotes = noKeys()
  private readonly openings = new Openings(this.notes)
  private readonly classic: ClassicHandshake
  private readonly modern: Tls13Handshake
  private readonly unified: UnifiedRecords
  private chosen: 'classic' | 'modern' | null = null
  private readonly epochs = new Map<number, Protections>()

  constructor(ring: KeyRing) {
    this.notes.given = !ring.isEmpty
    this.classic = new ClassicHandshake(ring, this.notes)
    this.modern = new Tls13Handshake(ring, this.notes, 'dtls13')
    this.unified = new UnifiedRecords(this.modern)
  }

  /** `message` in the form of TLS (a header of four bytes), `sequence` its message_seq. */
  handshake(from: Side, message: Uint8Array, sequence: number): void {
    if (this.chosen === null && message[0] === handshakeTypes.server_hello) {
      const hello = findHelloFacts(message)
      if (hello !== null && !isRetry(hello))
        this.chosen = negotiatedVersion(hello) === 0xfefc ? 'modern' : 'classic'
    }
    if (this.chosen !== 'modern') this.classic.handshake(from, message, inFull(message, sequence))
    if (this.chosen !== 'classic') this.modern.handshake(from, message)
    if (message[0] === handshakeTypes.key_update) this.unified.update(from)
  }

  /** A handshake message was lost for good: what Finished says can no longer be checked. */
  missed(): void {
    this.classic.breakTranscript()
    this.modern.breakTranscript()
  }

  /** `bytes` are those in which the record's offsets stand. Records of epoch 0 are in clear: don't ask. */
  open(from: Side, record: DtlsRecord, bytes: Uint8Array): OpenedDatagramRecord | null {
    const opened = record.unified
      ? this.openUnified(from, record, bytes)
      : this.openClassic(from, record, bytes)
    if (opened?.type === contentTypes.application_data)
      keepApplicationStart(this.notes, from, opened.plaintext)
    return opened
  }

  private openClassic(
    from: Side,
    record: DtlsRecord,
    bytes: Uint8Array,
  ): OpenedDatagramRecord | null {
    const { type, version, epoch, sequence, connectionId } = record
    const protection = this.protections(epoch)?.[from]
    const isData = type === contentTypes.application_data
    if (protection === undefined || (isData && hasApplicationStart(this.notes, from))) return null
    const counter = u64(sequence)
    counter.set(u16(epoch))
    const withId = type === contentTypes.tls12_cid
    const content = protection.open({
      counter,
      payload: bytes.subarray(record.payloadFrom, record.to),
      associate: (length) =>
        withId
          ? idPrefix(counter, version, connectionId, length)
          : recordPrefix(counter, type, version, length),
    })
    this.openings.count(from, content !== null, sequence)
    const inner = content === null || !withId ? null : unpad(content)
    if (content === null || (withId && inner === null)) return null
    return { ...(inner ?? { type, plaintext: content }), epoch, sequence }
  }

  /** Each epoch's keys are those that were agreed on when its first record came. */
  private protections(epoch: number): Protections | undefined {
    const known = this.epochs.get(epoch)
    if (known !== undefined || this.chosen !== 'classic' || epoch !== this.epochs.size + 1)
      return known
    const made = this.classic.protections()
    if (made !== null && ![...this.epochs.values()].includes(made)) this.epochs.set(epoch, made)
    return this.epochs.get(epoch)
  }

  private openUnified(
    from: Side,
    record: DtlsRecord,
    bytes: Uint8Array,
  ): OpenedDatagramRecord | null {
    const attempt = this.unified.open(from, record, bytes)
    if (attempt === null) return null
    this.openings.count(from, attempt.inner !== null, attempt.sequence)
    const opened = attempt.inner === null ? null : unpad(attempt.inner)
    return opened === null ? null : { ...opened, epoch: attempt.epoch, sequence: attempt.sequence }
  }
}

/** The message with the header it has in DTLS, as one fragment: so it is hashed. RFC 6347 §4.2.6. */
function inFull(message: Uint8Array, sequence: number): Uint8Array {
  const none = new Uint8Array(3)
  return concatBytes(
    message.subarray(0, 4),
    u16(sequence),
    none,
    message.subarray(1, 4),
    message.subarray(4),
  )
}

/** What is authenticated of a record with a connection ID. RFC 9146 §5. */
function idPrefix(
  counter: Uint8Array,
  version: number,
  id: Uint8Array,
  length: number,
): Uint8Array {
  const type = contentTypes.tls12_cid
  return concatBytes(
    new Uint8Array(8).fill(0xff),
    Uint8Array.of(type, id.length, type),
    u16(version),
    counter,
    id,
    u16(length),
  )
}

interface Attempt {
  readonly epoch: number
  readonly sequence: number
  readonly inner: Uint8Array | null
}

// RFC 9147 §6.1.
const firstEpochs = { early: 1, handshake: 2, traffic: 3 } as const

class UnifiedRecords {
  private readonly agreement: Tls13Handshake
  private readonly keys: Record<Side, Map<number, TrafficKeys>> = {
    client: new Map(),
    server: new Map(),
  }
  private readonly largest: Record<Side, Map<number, number>> = {
    client: new Map(),
    server: new Map(),
  }

  constructor(agreement: Tls13Handshake) {
    this.agreement = agreement
  }

  /** The keys after the newest ones are at hand from now on. */
  update(side: Side): void {
    const newest = Math.max(firstEpochs.traffic, ...this.keys[side].keys())
    const next = this.keysOf(side, newest)?.next()
    if (next !== undefined) this.keys[side].set(newest + 1, next)
  }

  /** Null where there is no key, and where the record is too short to be sealed. */
  open(side: Side, record: DtlsRecord, bytes: Uint8Array): Attempt | null {
    const payload = bytes.subarray(record.payloadFrom, record.to)
    if (payload.length < 16) return null
    const epoch = this.epochOf(side, record.epoch)
    const keys = this.keysOf(side, epoch)
    if (keys === null) return null
    const header = bytes.slice(record.from, record.payloadFrom)
    const wide = (header[0]! & 0x08) !== 0
    const numberAt = 1 + record.connectionId.length
    const mask = keys.mask(payload.subarray(0, 16))
    for (let i = 0; i < (wide ? 2 : 1); i++) header[numberAt + i]! ^= mask[i]!
    const truncated = wide ? header[numberAt]! * 256 + header[numberAt + 1]! : header[numberAt]!
    const largest = this.largest[side].get(epoch) ?? -1
    const sequence = expandPacketNumber(truncated, wide ? 2 : 1, largest)
    const inner = keys.open(sequence, header, payload)
    if (inner !== null) this.largest[side].set(epoch, Math.max(largest, sequence))
    return { epoch, sequence, inner }
  }

  /** The newest epoch there are keys for that ends in these two bits. */
  private epochOf(side: Side, bits: number): number {
    const newest = Math.max(firstEpochs.traffic, ...this.keys[side].keys())
    return newest - ((newest - bits) & 3)
  }

  private keysOf(side: Side, epoch: number): TrafficKeys | null {
    const known = this.keys[side].get(epoch)
    if (known !== undefined) return known
    const { suite } = this.agreement
    const name = (['early', 'handshake', 'traffic'] as const).find(
      (each) => firstEpochs[each] === epoch,
    )
    const secret = name === undefined ? null : this.agreement.secret(side, name)
    const keys = suite === null || secret === null ? null : trafficKeys(suite, secret, 'dtls13')
    if (keys !== null) this.keys[side].set(epoch, keys)
    return keys
  }
}
