// GCM over a block cipher that the cipher library lacks. NIST SP 800-38D, for nonces of 12 bytes.

import { ghash } from '@noble/ciphers/_polyval.js'
import type { Aead } from './aead.ts'
import type { BlockCipher } from './block-cipher.ts'
import { concatBytes, equalBytes, u64 } from './octets.ts'

const tagLength = 16

export function gcmOver(cipher: BlockCipher): Aead {
  const hashKey = cipher.encrypt(new Uint8Array(16))
  return {
    tagLength,
    open(nonce, associated, sealed) {
      const length = sealed.length - tagLength
      if (length < 0) return null
      const hidden = sealed.subarray(0, length)
      const lengths = concatBytes(u64(8 * associated.length), u64(8 * length))
      const hash = ghash(concatBytes(padded(associated), padded(hidden), lengths), hashKey)
      const tag = xorBlock(hash, keystream(cipher, nonce, 1))
      if (!equalBytes(tag, sealed.subarray(length))) return null
      const clear = new Uint8Array(length)
      for (let at = 0, counter = 2; at < length; at += 16, counter++)
        clear.set(xorBlock(hidden.subarray(at, at + 16), keystream(cipher, nonce, counter)), at)
      return clear
    },
  }
}

function keystream(cipher: BlockCipher, nonce: Uint8Array, counter: number): Uint8Array {
  return cipher.encrypt(concatBytes(nonce, u64(counter).subarray(4)))
}

/** As long as `bytes`, which may be less than a block. */
function xorBlock(bytes: Uint8Array, block: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => byte ^ block[i]!)
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 16) * 16)
  whole.set(bytes)
  return whole
}
