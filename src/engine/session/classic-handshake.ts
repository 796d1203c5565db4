// How a conversation of SSL 3.0 to TLS 1.2 (DTLS 1.0 and 1.2 too) comes to its master secret.
// RFC 5246 §8.1 and §7.4.9, RFC 7627, RFC 4279, RFC 6101 §6.1.

import { equalBytes, concatBytes, hex, u16 } from '../crypto/octets.ts'
import { derive, finishedOf, transcriptHash, type Prf } from '../crypto/prf.ts'
import { makeProtections, type Protections } from '../crypto/record-protection.ts'
import { findSuite, type Suite } from '../crypto/suite.ts'
import { extensions } from '../registry/tables/extensions.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { nameOfCipherSuite } from '../registry/name.ts'
import type { Side } from '../wire/span.ts'
import { findHelloFacts, isV2Hello, type HelloFacts } from './hello-facts.ts'
import type { KeyNotes } from './keys.ts'
import type { KeyRing } from './keyring.ts'
import { addNote } from './note.ts'
import { Transcript } from './transcript.ts'

// Both sides ask for keys, and DTLS asks for each record until there are some. Trying private keys takes
// milliseconds, so that a conversation that has none must not try for ever.
const maxAttempts = 4

export class ClassicHandshake {
  private readonly ring: KeyRing
  private readonly notes: KeyNotes
  private client: HelloFacts | null = null
  private server: HelloFacts | null = null
  private readonly transcript = new Transcript()
  private certificate: Uint8Array | null = null
  private keyExchange: Uint8Array | null = null
  private sessionHash: Uint8Array | null = null
  private ticket: Uint8Array | null = null
  private master: Uint8Array | null = null
  private made: Protections | null = null
  private attempts = 0

  constructor(ring: KeyRing, notes: KeyNotes) {
    this.ring = ring
    this.notes = notes
  }

  get version(): number {
    return this.server?.version ?? this.client?.version ?? 0
  }

  /** `hashed` is what the transcript takes in: DTLS hashes its longer header. */
  handshake(from: Side, message: Uint8Array, hashed: Uint8Array = message): void {
    const type = message[0] ?? -1
    if (type === handshakeTypes.hello_request || type === handshakeTypes.hello_verify_request)
      return
    if (type === handshakeTypes.finished) this.check(from, message.subarray(4))
    if (type === handshakeTypes.client_hello) this.begin(message)
    // The hello in the form of SSL 2.0 is hashed as it was sent.
    this.transcript.add(isV2Hello(message) ? message : hashed)
    switch (type) {
      case handshakeTypes.server_hello:
        this.server = findHelloFacts(message)
        break
      case handshakeTypes.certificate:
        if (from === 'server') this.certificate = message
        break
      case handshakeTypes.client_key_exchange:
        this.keyExchange = message.subarray(4)
        this.sessionHash = this.hashTranscript()
        break
      case handshakeTypes.new_session_ticket:
        this.ticket = message.subarray(10) // after header, lifetime and length
        break
    }
  }

  /** Asked for when a side changes its cipher spec: by then everything that keys depend on was said. */
  protections(): Protections | null {
    if (this.made === null && this.attempts < maxAttempts) {
      this.attempts++
      this.made = this.make()
    }
    return this.made
  }

  /** Messages were missed: what Finished says can no longer be checked. */
  breakTranscript(): void {
    this.transcript.break()
  }

  private begin(message: Uint8Array): void {
    this.client = findHelloFacts(message)
    this.server = null
    this.transcript.restart()
    this.certificate = this.keyExchange = this.sessionHash = this.ticket = null
    this.master = this.made = null
    this.attempts = 0
  }

  private make(): Protections | null {
    const { client, server, notes } = this
    if (client === null || server === null) {
      addNote(
        notes,
        'The hellos are not in the capture: which keys belong to this conversation is not known.',
      )
      return null
    }
    const codepoint = server.suites[0] ?? 0
    const suite = findSuite(codepoint)
    if (suite === null) {
      addNote(
        notes,
        `${nameOfCipherSuite(codepoint)} is not decrypted: its cipher is not implemented.`,
      )
      return null
    }
    this.master = this.findMaster(client, server, suite)
    if (this.master === null) {
      notes.match ??= 'none'
      for (const note of this.explainLack(client, suite)) addNote(notes, note)
      return null
    }
    notes.match = notes.decrypted ? notes.match : 'found'
    return makeProtections({
      suite,
      prf: prfOf(server.version, suite),
      master: this.master,
      clientRandom: client.random,
      serverRandom: server.random,
      explicitIv: server.version >= 0x0302,
      encryptThenMac: server.extensions.has(extensions.encrypt_then_mac),
    })
  }

  private findMaster(client: HelloFacts, server: HelloFacts, suite: Suite): Uint8Array | null {
    const logged = this.ring.findSecret('CLIENT_RANDOM', client.random)
    if (logged !== null) return logged
    if (this.keyExchange === null) {
      const ticket = client.extensions.get(extensions.session_ticket) ?? new Uint8Array(0)
      return this.ring.findSession(server.sessionId) ?? this.ring.findSession(ticket)
    }
    const premaster =
      this.ring.findSecret('PMS_CLIENT_RANDOM', client.random) ??
      this.findPremaster(this.keyExchange, suite)
    if (premaster !== null) return this.masterOf(premaster, client, server, suite)
    return this.ring.findSession(server.sessionId)
  }

  private findPremaster(exchange: Uint8Array, suite: Suite): Uint8Array | null {
    if (suite.keyExchange === 'RSA')
      // SSL 3.0 sends it bare, TLS behind a length.
      return this.ring.findPremaster(
        exchange.subarray(this.version === 0x0300 ? 0 : 2),
        this.certificate,
      )
    const { psk } = this.ring
    if (psk === null) return null
    const withPsk = (other: Uint8Array): Uint8Array =>
      concatBytes(u16(other.length), other, u16(psk.length), psk)
    if (suite.keyExchange === 'PSK') return withPsk(new Uint8Array(psk.length))
    if (suite.keyExchange !== 'RSA_PSK' || exchange.length < 4) return null
    const identity = (exchange[0]! << 8) | exchange[1]!
    const sealed = this.ring.findPremaster(exchange.subarray(4 + identity), this.certificate)
    return sealed === null ? null : withPsk(sealed)
  }

  private masterOf(
    premaster: Uint8Array,
    client: HelloFacts,
    server: HelloFacts,
    suite: Suite,
  ): Uint8Array | null {
    const prf = prfOf(server.version, suite)
    if (!server.extensions.has(extensions.extended_master_secret)) {
      const seed = concatBytes(client.random, server.random)
      return derive(prf, premaster, 'master secret', seed, 48)
    }
    if (this.sessionHash === null) return null
    return derive(prf, premaster, 'extended master secret', this.sessionHash, 48)
  }

  private hashTranscript(): Uint8Array | null {
    const suite = findSuite(this.server?.suites[0] ?? 0)
    const { bytes } = this.transcript
    return suite === null || bytes === null
      ? null
      : transcriptHash(prfOf(this.version, suite), bytes)
  }

  private check(from: Side, verifyData: Uint8Array): void {
    const suite = findSuite(this.server?.suites[0] ?? 0)
    const { bytes } = this.transcript
    if (suite === null || bytes === null || this.master === null || this.server === null) return
    const prf = prfOf(this.version, suite)
    const right = equalBytes(finishedOf(prf, this.master, from, bytes), verifyData)
    this.notes.finished[from] = right
    if (!right)
      addNote(
        this.notes,
        `Finished of the ${from} does not match the handshake messages: the two sides saw different ones, or some are missing here.`,
      )
    this.ring.learnSession(this.server.sessionId, this.master)
    if (this.ticket !== null) this.ring.learnSession(this.ticket, this.master)
  }

  private explainLack(client: HelloFacts, suite: Suite): string[] {
    const reasons: string[] = []
    if (this.ring.hasKeyLog)
      reasons.push(`The key log holds no secret for this client random (${hex(client.random)}).`)
    if (this.ring.rsaKeys.length > 0) reasons.push(this.explainPrivateKey(suite))
    if (this.ring.psk !== null && !suite.keyExchange.endsWith('PSK'))
      reasons.push(`${suite.name} uses no pre-shared key.`)
    else if (this.ring.psk !== null)
      reasons.push(
        `${suite.name} adds a key exchange to the pre-shared key: only a key log can open it.`,
      )
    return reasons
  }

  private explainPrivateKey(suite: Suite): string {
    if (!suite.keyExchange.startsWith('RSA'))
      return `${suite.name} has forward secrecy: the private key of the server cannot open it, only a key log can.`
    if (this.keyExchange === null)
      return 'The session was resumed, and the handshake that began it is not in the capture.'
    if (this.certificate !== null && !this.ring.hasKeyFor(this.certificate))
      return 'No private key that was given belongs to the certificate of the server.'
    return 'The private key does not open the encrypted premaster secret of the client.'
  }
}

function prfOf(version: number, suite: Suite): Prf {
  if (version === 0x0300) return 'ssl3'
  return version === 0x0303 || version === 0xfefd ? suite.hash : 'md5+sha1'
}
