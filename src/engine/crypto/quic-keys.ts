// QUIC packet protection: from a secret to an opened packet. RFC 9001 §5 and §6, RFC 9369 §3.3.

import { makeAead, type AeadName } from './aead.ts'
import { makeMask, type Mask } from './mask.ts'
import { expandLabel, hashLength, hkdfExtract, type HashName } from './hkdf.ts'
import { concatBytes, equalBytes, xorNonce } from './octets.ts'

/** What differs between versions of QUIC (a row of the version registry). */
export interface QuicLabels {
  readonly key: string
  readonly iv: string
  readonly hp: string
  readonly ku: string
}

interface QuicSuite {
  readonly aead: AeadName
  readonly hash: HashName
  readonly keyLength: number
}

/** The suites QUIC may negotiate. TLS_AES_128_CCM_8_SHA256 is excluded by RFC 9001 §5.3. */
const suites = new Map<number, QuicSuite>([
  [0x1301, { aead: 'aes-gcm', hash: 'sha256', keyLength: 16 }],
  [0x1302, { aead: 'aes-gcm', hash: 'sha384', keyLength: 32 }],
  [0x1303, { aead: 'chacha20-poly1305', hash: 'sha256', keyLength: 32 }],
  [0x1304, { aead: 'aes-ccm', hash: 'sha256', keyLength: 16 }],
])

/** Initial packets are protected with this suite, whatever is negotiated later. */
export const initialSuite = 0x1301

export interface QuicKeys {
  /** The five bytes over the header, from the sixteen sampled four bytes after the start of the packet number. */
  readonly mask: Mask
  /** `header` with its protection removed, packet number included. */
  open(packetNumber: number, header: Uint8Array, sealed: Uint8Array): Uint8Array | null
  /** The keys after one key update; header protection stays. */
  next(): QuicKeys
}

/** The secrets of both sides' Initial packets: public, made from the client's first destination connection ID. */
export function initialSecrets(
  salt: Uint8Array,
  destination: Uint8Array,
): { client: Uint8Array; server: Uint8Array } {
  const initial = hkdfExtract('sha256', salt, destination)
  return {
    client: expandLabel('sha256', initial, 'client in', 32),
    server: expandLabel('sha256', initial, 'server in', 32),
  }
}

/** Keys from any traffic secret; null for a suite that QUIC does not use, and for a secret of another suite's length. */
export function quicKeys(suite: number, secret: Uint8Array, labels: QuicLabels): QuicKeys | null {
  const parameters = suites.get(suite)
  if (parameters === undefined || secret.length !== hashLength(parameters.hash)) return null
  const hp = expandLabel(parameters.hash, secret, labels.hp, parameters.keyLength)
  return keysFrom(parameters, secret, labels, makeMask(parameters.aead, hp))
}

function keysFrom(suite: QuicSuite, secret: Uint8Array, labels: QuicLabels, mask: Mask): QuicKeys {
  const aead = makeAead(suite.aead, expandLabel(suite.hash, secret, labels.key, suite.keyLength))
  const iv = expandLabel(suite.hash, secret, labels.iv, 12)
  return {
    mask,
    open: (packetNumber, header, sealed) => aead.open(xorNonce(iv, packetNumber), header, sealed),
    next: () =>
      keysFrom(suite, expandLabel(suite.hash, secret, labels.ku, secret.length), labels, mask),
  }
}

export interface QuicHeader {
  /** The header as the sender sealed it: a copy, protection removed. */
  readonly header: Uint8Array
  readonly packetNumber: number
}

/**
 * Removes header protection. `packet` is one whole packet, its packet number starting at `numberAt`.
 * Null when the packet is too short to be sampled, which no sender may send (RFC 9001 §5.4.2).
 *
 *   first byte | … | packet number, 1 to 4 | sealed …
 *                  ^ numberAt
 *                  | 4 skipped     | 16 sampled |
 */
export function unprotectHeader(
  keys: QuicKeys,
  packet: Uint8Array,
  numberAt: number,
  largest: number,
): QuicHeader | null {
  const sample = packet.subarray(numberAt + 4, numberAt + 20)
  if (sample.length < 16) return null
  const mask = keys.mask(sample)
  const first = packet[0]!
  const unmasked = first ^ (mask[0]! & ((first & 0x80) !== 0 ? 0x0f : 0x1f))
  const numberLength = (unmasked & 3) + 1
  const header = packet.slice(0, numberAt + numberLength)
  header[0] = unmasked
  let truncated = 0
  for (let i = 0; i < numberLength; i++) {
    header[numberAt + i]! ^= mask[i + 1]!
    truncated = truncated * 256 + header[numberAt + i]!
  }
  return { header, packetNumber: expandPacketNumber(truncated, numberLength, largest) }
}

/** RFC 9000 A.3. `largest` is the largest number seen in this packet number space, -1 before the first. */
export function expandPacketNumber(truncated: number, length: number, largest: number): number {
  const window = 2 ** (8 * length)
  const expected = largest + 1
  const candidate = expected - (expected % window) + truncated
  if (candidate <= expected - window / 2) return candidate + window
  if (candidate > expected + window / 2 && candidate >= window) return candidate - window
  return candidate
}

export interface OpenedPacket extends QuicHeader {
  readonly payload: Uint8Array
}

/** Both steps at once, for packets whose keys cannot be updated (all with long headers). */
export function openPacket(
  keys: QuicKeys,
  packet: Uint8Array,
  numberAt: number,
  largest: number,
): OpenedPacket | null {
  const found = unprotectHeader(keys, packet, numberAt, largest)
  if (found === null) return null
  const payload = keys.open(found.packetNumber, found.header, packet.subarray(found.header.length))
  return payload === null ? null : { ...found, payload }
}

/** Does the tag at the end of a Retry packet match the connection ID the client chose first? RFC 9001 §5.8. */
export function isRetryGenuine(
  packet: Uint8Array,
  originalDestination: Uint8Array,
  retryKey: Uint8Array,
  retryNonce: Uint8Array,
): boolean {
  const tagAt = packet.length - 16
  if (tagAt < 0) return false
  const pseudo = concatBytes(
    Uint8Array.of(originalDestination.length),
    originalDestination,
    packet.subarray(0, tagAt),
  )
  const opened = makeAead('aes-gcm', retryKey).open(retryNonce, pseudo, packet.subarray(tagAt))
  return opened !== null && equalBytes(opened, new Uint8Array(0))
}
