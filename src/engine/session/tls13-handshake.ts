// Which traffic secrets a conversation of TLS 1.3 has, and whether its Finished messages hold. RFC 8446 §4.4 and §7.
// The same handshake runs inside QUIC and DTLS 1.3.

import { digest, hashLength, type LabelPrefix } from '../crypto/hkdf.ts'
import { concatBytes, hex } from '../crypto/octets.ts'
import { findSuite, type Suite } from '../crypto/suite.ts'
import { isFinishedRight, secretsOfPsk, type HandshakeSecrets } from '../crypto/tls13-keys.ts'
import { nameOfCipherSuite } from '../registry/name.ts'
import { extensions } from '../registry/tables/extensions.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import type { Side } from '../wire/span.ts'
import { findHelloFacts, isRetry, negotiatedVersion, type HelloFacts } from './hello-facts.ts'
import type { KeyNotes } from './keys.ts'
import type { KeyRing } from './keyring.ts'
import { addNote } from './note.ts'
import { Transcript } from './transcript.ts'

/** The stages of a direction; KeyUpdate makes further ones out of `traffic`. */
export type Epoch = 'early' | 'handshake' | 'traffic'

const labels: Record<Side, Record<Epoch, string>> = {
  client: {
    early: 'CLIENT_EARLY_TRAFFIC_SECRET',
    handshake: 'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
    traffic: 'CLIENT_TRAFFIC_SECRET_0',
  },
  server: {
    early: '',
    handshake: 'SERVER_HANDSHAKE_TRAFFIC_SECRET',
    traffic: 'SERVER_TRAFFIC_SECRET_0',
  },
}

export class Tls13Handshake {
  private readonly ring: KeyRing
  private readonly notes: KeyNotes
  private readonly prefix: LabelPrefix
  private client: HelloFacts | null = null
  private server: HelloFacts | null = null
  private readonly transcript = new Transcript()
  private readonly finished: Record<Side, boolean> = { client: false, server: false }
  private firstHello: Uint8Array | null = null
  private fromPsk: HandshakeSecrets | null = null
  private trafficFromPsk: Record<Side, Uint8Array> | null = null

  constructor(ring: KeyRing, notes: KeyNotes, prefix: LabelPrefix = 'tls13 ') {
    this.ring = ring
    this.notes = notes
    this.prefix = prefix
  }

  get hasServerHello(): boolean {
    return this.server !== null
  }

  /** The codepoint the server chose; 0 before it did. */
  get chosenSuite(): number {
    return this.server?.suites[0] ?? 0
  }

  get suite(): Suite | null {
    return findSuite(this.chosenSuite)
  }

  get offeredSuites(): readonly number[] {
    return this.client?.suites ?? []
  }

  /** Drafts before 25 did not authenticate the record header. */
  get authenticatesHeader(): boolean {
    const version = this.server === null ? 0x0304 : negotiatedVersion(this.server)
    return version === 0x0304 || version >= 0x7f19
  }

  get isFinished(): boolean {
    return this.finished.client && this.finished.server
  }

  handshake(from: Side, message: Uint8Array): void {
    if (this.finished[from] && this.finished.server) return // tickets and key updates are vouched for by nobody
    switch (message[0] ?? -1) {
      case handshakeTypes.client_hello:
        this.client = findHelloFacts(message)
        this.firstHello ??= message
        break
      case handshakeTypes.server_hello:
        if (this.serverHello(message)) return
        break
      case handshakeTypes.finished:
        this.check(from, message.subarray(4))
        this.finished[from] = true
        break
    }
    this.transcript.add(message)
    if (message[0] === handshakeTypes.finished && from === 'server') this.deriveTraffic()
  }

  secret(side: Side, epoch: Epoch): Uint8Array | null {
    if (this.client === null) return null
    if (epoch === 'handshake' && this.fromPsk !== null) return this.fromPsk[side]
    if (epoch === 'traffic' && this.trafficFromPsk !== null) return this.trafficFromPsk[side]
    if (labels[side][epoch] === '') return null
    const secret = this.ring.findSecret(labels[side][epoch], this.client.random)
    // A secret of another length is none for this suite, whatever the key log says.
    const suite = this.server === null ? null : this.suite
    return suite === null || secret?.length === hashLength(suite.hash) ? secret : null
  }

  /** Messages were missed: what Finished says can no longer be checked. */
  breakTranscript(): void {
    this.transcript.break()
  }

  /** True where the message was taken into the transcript already. */
  private serverHello(message: Uint8Array): boolean {
    const hello = findHelloFacts(message)
    if (hello === null) return false
    const suite = findSuite(hello.suites[0] ?? 0)
    if (isRetry(hello)) {
      const { bytes } = this.transcript
      if (suite === null || bytes === null) return false
      // The first ClientHello is replaced by a message that holds its hash. RFC 8446 §4.4.1.
      const hash = digest(suite.hash, bytes)
      const heading = Uint8Array.of(handshakeTypes.message_hash, 0, 0, hash.length)
      this.transcript.restart(concatBytes(heading, hash), message)
      return true
    }
    this.server = hello
    this.transcript.add(message)
    this.settle(suite)
    return true
  }

  /** Looks for secrets as soon as it is known which are needed, and says what is lacking. */
  private settle(suite: Suite | null): void {
    const { client, server, notes, ring } = this
    if (client === null || server === null) {
      addNote(
        notes,
        'The ClientHello is not in the capture: no secret can be looked up without its random.',
      )
      return
    }
    if (suite === null) {
      addNote(
        notes,
        `${nameOfCipherSuite(this.chosenSuite)} is not decrypted: its cipher is not implemented.`,
      )
      return
    }
    this.deriveFromPsk(suite, server)
    const sides = ['client', 'server'] as const
    const some = sides.some(
      (side) => this.secret(side, 'handshake') !== null || this.secret(side, 'traffic') !== null,
    )
    notes.match ??= some ? 'found' : 'none'
    if (some) return
    if (ring.hasKeyLog)
      addNote(notes, `The key log holds no secret for this client random (${hex(client.random)}).`)
    if (ring.rsaKeys.length > 0)
      addNote(
        notes,
        'TLS 1.3 has forward secrecy: the private key of the server cannot open it, only a key log can.',
      )
    if (ring.psk !== null)
      addNote(
        notes,
        'The pre-shared key alone does not open this conversation: it was not used, or a key exchange was added to it.',
      )
  }

  private deriveFromPsk(suite: Suite, server: HelloFacts): void {
    const { psk } = this.ring
    const { bytes } = this.transcript
    const uses = server.extensions.has(extensions.pre_shared_key)
    if (psk === null || bytes === null || !uses || server.extensions.has(extensions.key_share))
      return
    const helloHash = digest(suite.hash, this.firstHello ?? new Uint8Array(0))
    const secrets = secretsOfPsk(suite.hash, psk, helloHash, this.prefix)
    this.fromPsk = secrets.handshake(digest(suite.hash, bytes))
  }

  private deriveTraffic(): void {
    const { suite } = this
    const { bytes } = this.transcript
    if (this.fromPsk === null || suite === null || bytes === null) return
    this.trafficFromPsk = this.fromPsk.traffic(digest(suite.hash, bytes))
  }

  private check(from: Side, verifyData: Uint8Array): void {
    const { suite } = this
    const { bytes } = this.transcript
    const secret = this.secret(from, 'handshake')
    if (suite === null || bytes === null || secret === null) return
    const hash = digest(suite.hash, bytes)
    const right = isFinishedRight(suite, secret, hash, verifyData, this.prefix)
    this.notes.finished[from] = right
    if (!right)
      addNote(
        this.notes,
        `Finished of the ${from} does not match the handshake messages: the two sides saw different ones, or some are missing here.`,
      )
  }
}
