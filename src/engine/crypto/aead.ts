// Authenticated ciphers: open or refuse, nothing between.

import { cbc, ctr, gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { concatBytes, equalBytes } from './octets.ts'

export interface Aead {
  readonly tagLength: number
  /** Null when the tag does not verify: a wrong key, nonce, associated data, or damaged bytes. */
  open(nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array | null
}

export type AeadName = 'aes-gcm' | 'aes-ccm' | 'aes-ccm-8' | 'chacha20-poly1305'

export function makeAead(name: AeadName, key: Uint8Array): Aead {
  switch (name) {
    case 'aes-gcm':
      return { tagLength: 16, open: (n, a, s) => attempt(() => gcm(key, n, a).decrypt(s)) }
    case 'chacha20-poly1305':
      return {
        tagLength: 16,
        open: (n, a, s) => attempt(() => chacha20poly1305(key, n, a).decrypt(s)),
      }
    case 'aes-ccm':
      return { tagLength: 16, open: (n, a, s) => openCcm(key, n, a, s, 16) }
    case 'aes-ccm-8':
      return { tagLength: 8, open: (n, a, s) => openCcm(key, n, a, s, 8) }
  }
}

/**
 * The cipher library answers by throwing whatever is wrong, a tag or a length, and has no other way to
 * say no. All it is given here are bytes of fixed shape, so that a throw means: does not open.
 */
function attempt(open: () => Uint8Array): Uint8Array | null {
  try {
    return open()
  } catch {
    return null
  }
}

/** RFC 3610, for nonces of 12 bytes (so that three bytes count blocks and length). */
function openCcm(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
  tagLength: number,
): Uint8Array | null {
  const length = sealed.length - tagLength
  if (length < 0) return null
  // One keystream serves both: its first block (counter 0) hides the tag, the rest the text.
  const counter = block(Uint8Array.of(2), nonce)
  const hidden = concatBytes(block(sealed.subarray(length)), sealed.subarray(0, length))
  const clear = ctr(key, counter).decrypt(hidden)
  const plaintext = clear.subarray(16)

  const flags = 64 * Number(associated.length > 0) + 8 * ((tagLength - 2) / 2) + 2
  const first = block(Uint8Array.of(flags), nonce)
  first.set([length >>> 16, (length >>> 8) & 0xff, length & 0xff], 13)
  const heading =
    associated.length > 0
      ? padded(
          concatBytes(Uint8Array.of(associated.length >>> 8, associated.length & 0xff), associated),
        )
      : associated
  const chained = cbc(key, new Uint8Array(16), { disablePadding: true }).encrypt(
    concatBytes(first, heading, padded(plaintext)),
  )
  const tag = chained.subarray(chained.length - 16, chained.length - 16 + tagLength)
  return equalBytes(tag, clear.subarray(0, tagLength)) ? plaintext : null
}

/** Sixteen bytes, filled from the left, zeros to the right. */
function block(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(16)
  bytes.set(concatBytes(...parts))
  return bytes
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 16) * 16)
  whole.set(bytes)
  return whole
}
