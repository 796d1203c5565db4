// The key schedule of TLS 1.3 from traffic secrets on, and from a pre-shared key. RFC 8446 §7.

import type { Aead } from './aead.ts'
import { digest, expandLabel, hashLength, hkdfExtract, mac, type LabelPrefix } from './hkdf.ts'
import { makeMask, type Mask } from './mask.ts'
import { equalBytes, xorNonce } from './octets.ts'
import type { Suite } from './suite.ts'

/** One epoch of one direction. */
export interface TrafficKeys {
  open(sequence: number, header: Uint8Array, payload: Uint8Array): Uint8Array | null
  /** Hides the record numbers of DTLS 1.3. */
  mask(sample: Uint8Array): Uint8Array
  /** The keys after a KeyUpdate. */
  next(): TrafficKeys
}

/** Null where the suite is none of TLS 1.3's, or the secret has not its length. */
export function trafficKeys(
  suite: Suite,
  secret: Uint8Array,
  prefix: LabelPrefix = 'tls13 ',
): TrafficKeys | null {
  const { cipher, hash, keyLength } = suite
  if (cipher.kind !== 'aead' || secret.length !== hashLength(hash)) return null
  const { name } = cipher
  if (name === null) return null
  const none = new Uint8Array(0)
  const expand = (label: string, length: number): Uint8Array =>
    expandLabel(hash, secret, label, length, none, prefix)
  let mask: Mask | null = null
  let keys: { aead: Aead; iv: Uint8Array } | null = null
  return {
    open(sequence, header, payload) {
      keys ??= { aead: cipher.make(expand('key', keyLength)), iv: expand('iv', 12) }
      return keys.aead.open(xorNonce(keys.iv, sequence), header, payload)
    },
    mask: (sample) => (mask ??= makeMask(name, expand('sn', keyLength)))(sample),
    next: () => trafficKeys(suite, expand('traffic upd', hashLength(hash)), prefix)!,
  }
}

/** Is this what Finished must say after messages whose hash is given? `secret` is its sender's handshake secret. */
export function isFinishedRight(
  suite: Suite,
  secret: Uint8Array,
  transcriptHash: Uint8Array,
  verifyData: Uint8Array,
  prefix: LabelPrefix = 'tls13 ',
): boolean {
  const { hash } = suite
  const none = new Uint8Array(0)
  const key = expandLabel(hash, secret, 'finished', hashLength(hash), none, prefix)
  return equalBytes(mac(hash, key, transcriptHash), verifyData)
}

export interface PskSecrets {
  readonly earlyClient: Uint8Array
  readonly handshake: (transcriptHash: Uint8Array) => HandshakeSecrets
}

export interface HandshakeSecrets {
  readonly client: Uint8Array
  readonly server: Uint8Array
  readonly traffic: (transcriptHash: Uint8Array) => { client: Uint8Array; server: Uint8Array }
}

/** All secrets of a connection keyed by a PSK alone (psk_ke): without a key exchange nothing else is secret. */
export function secretsOfPsk(
  hash: Suite['hash'],
  psk: Uint8Array,
  clientHelloHash: Uint8Array,
  prefix: LabelPrefix = 'tls13 ',
): PskSecrets {
  const length = hashLength(hash)
  const zeros = new Uint8Array(length)
  const empty = digest(hash, new Uint8Array(0))
  const deriveSecret = (secret: Uint8Array, label: string, context: Uint8Array): Uint8Array =>
    expandLabel(hash, secret, label, length, context, prefix)
  const early = hkdfExtract(hash, zeros, psk)
  const handshake = hkdfExtract(hash, deriveSecret(early, 'derived', empty), zeros)
  const master = hkdfExtract(hash, deriveSecret(handshake, 'derived', empty), zeros)
  return {
    earlyClient: deriveSecret(early, 'c e traffic', clientHelloHash),
    handshake: (helloHash) => ({
      client: deriveSecret(handshake, 'c hs traffic', helloHash),
      server: deriveSecret(handshake, 's hs traffic', helloHash),
      traffic: (finishedHash) => ({
        client: deriveSecret(master, 'c ap traffic', finishedHash),
        server: deriveSecret(master, 's ap traffic', finishedHash),
      }),
    }),
  }
}
