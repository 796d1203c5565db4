// Block ciphers behind one interface, and CBC over those that the cipher library lacks.

import { cbc } from '@noble/ciphers/aes.js'

export interface BlockCipher {
  /** Bytes of a block: 8 or 16. */
  readonly size: number
  encrypt(block: Uint8Array): Uint8Array
  decrypt(block: Uint8Array): Uint8Array
}

/** Removes CBC from whole blocks; padding is left where it is. */
export interface Cbc {
  readonly size: number
  decrypt(iv: Uint8Array, bytes: Uint8Array): Uint8Array
}

export function aesCbc(key: Uint8Array): Cbc {
  return {
    size: 16,
    decrypt: (iv, bytes) => cbc(key, iv, { disablePadding: true }).decrypt(bytes),
  }
}

export function cbcOver(cipher: BlockCipher): Cbc {
  return {
    size: cipher.size,
    decrypt(iv, bytes) {
      const clear = new Uint8Array(bytes.length)
      let before = iv
      for (let at = 0; at + cipher.size <= bytes.length; at += cipher.size) {
        const block = bytes.subarray(at, at + cipher.size)
        const decrypted = cipher.decrypt(block)
        for (let i = 0; i < cipher.size; i++) clear[at + i] = decrypted[i]! ^ before[i]!
        before = block
      }
      return clear
    },
  }
}
