// The mask that hides packet numbers: QUIC header protection (RFC 9001 §5.4.3) and the record numbers of
// DTLS 1.3 (RFC 9147 §4.2.3) are made alike.

import { ecb } from '@noble/ciphers/aes.js'
import { chacha20 } from '@noble/ciphers/chacha.js'
import type { AeadName } from './aead.ts'

/** Five bytes from a sample of sixteen, which stand in the packet. */
export type Mask = (sample: Uint8Array) => Uint8Array

export function makeMask(aead: AeadName, key: Uint8Array): Mask {
  // A cipher object of the library encrypts once, so that one is made for each packet.
  if (aead !== 'chacha20-poly1305')
    return (sample) => ecb(key, { disablePadding: true }).encrypt(sample).subarray(0, 5)
  return (sample) => {
    const counter = (sample[0]! | (sample[1]! << 8) | (sample[2]! << 16) | (sample[3]! << 24)) >>> 0
    return chacha20(key, sample.subarray(4, 16), new Uint8Array(5), undefined, counter)
  }
}
