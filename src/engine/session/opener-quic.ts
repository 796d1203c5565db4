// The keys of one QUIC connection beyond its Initial packets: from the key log, as its handshake goes on.
// RFC 9001 §5.1 and §6.

import { openPacket, quicKeys, unprotectHeader, type OpenedPacket } from '../crypto/quic-keys.ts'
import type { QuicKeys, QuicLabels } from '../crypto/quic-keys.ts'
import type { Side } from '../wire/span.ts'
import { noKeys, type KeyNotes } from './keys.ts'
import type { KeyRing } from './keyring.ts'
import { Openings } from './opening.ts'
import { Tls13Handshake, type Epoch } from './tls13-handshake.ts'

interface Phase {
  readonly keys: QuicKeys
  /** The key phase bit that packets under `keys` carry. */
  readonly bit: number
  /** Those of the phase before, for packets that were overtaken by the update. */
  readonly before: QuicKeys | null
}

export class QuicOpener {
  readonly notes: KeyNotes = noKeys()
  private readonly openings = new Openings(this.notes, 'packet')
  private readonly agreement: Tls13Handshake
  private readonly made = new Map<string, readonly QuicKeys[]>()
  private readonly phases: Record<Side, Phase | null> = { client: null, server: null }

  constructor(ring: KeyRing) {
    this.notes.given = !ring.isEmpty
    this.agreement = new Tls13Handshake(ring, this.notes)
  }

  /** A whole TLS handshake message out of CRYPTO frames, in order, each once. */
  handshake(from: Side, message: Uint8Array): void {
    this.agreement.handshake(from, message)
  }

  /** Handshake messages were lost: what Finished says can no longer be checked. */
  missed(): void {
    this.agreement.breakTranscript()
  }

  /** Opens a Handshake packet. */
  openHandshake(
    from: Side,
    packet: Uint8Array,
    numberAt: number,
    largest: number,
    labels: QuicLabels,
  ): OpenedPacket | null {
    for (const keys of this.keysFor(from, 'handshake', labels)) {
      const opened = openPacket(keys, packet, numberAt, largest)
      this.openings.count(from, opened !== null, opened?.packetNumber ?? largest + 1)
      if (opened) return opened
    }
    return null
  }

  /** Keys to try: none, one, or for early data one for each suite that the client offers. */
  keysFor(from: Side, epoch: Epoch, labels: QuicLabels): readonly QuicKeys[] {
    const secret = this.agreement.secret(from, epoch)
    if (secret === null || (epoch !== 'early' && !this.agreement.hasServerHello)) return []
    const suites = this.agreement.hasServerHello
      ? [this.agreement.chosenSuite]
      : this.agreement.offeredSuites
    const name = `${from} ${epoch} ${labels.key} ${suites.join()}`
    let keys = this.made.get(name)
    if (keys === undefined) {
      keys = suites.map((suite) => quicKeys(suite, secret, labels)).filter((each) => each !== null)
      this.made.set(name, keys)
    }
    return keys
  }

  /** Opens a packet with a short header, and follows key updates. */
  openShort(
    from: Side,
    packet: Uint8Array,
    numberAt: number,
    largest: number,
    labels: QuicLabels,
  ): OpenedPacket | null {
    const phase = this.phaseOf(from, labels)
    const found = phase === null ? null : unprotectHeader(phase.keys, packet, numberAt, largest)
    if (phase === null || found === null) return null
    const bit = found.header[0]! & 0x04
    const open = (keys: QuicKeys | null): Uint8Array | null =>
      keys?.open(found.packetNumber, found.header, packet.subarray(found.header.length)) ?? null
    let payload = open(bit === phase.bit ? phase.keys : phase.before)
    if (payload === null && bit !== phase.bit) {
      const keys = phase.keys.next()
      payload = open(keys)
      if (payload !== null) this.phases[from] = { keys, bit, before: phase.keys }
    }
    this.openings.count(from, payload !== null, found.packetNumber)
    return payload === null ? null : { ...found, payload }
  }

  private phaseOf(from: Side, labels: QuicLabels): Phase | null {
    const keys = this.keysFor(from, 'traffic', labels)[0]
    return (this.phases[from] ??= keys === undefined ? null : { keys, bit: 0, before: null })
  }
}
