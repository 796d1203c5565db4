// The hashes that signatures are made over.

import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js'
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js'
import type { Hash } from './key.ts'
import { concatBytes } from './octets.ts'

const functions: Readonly<Record<Hash, (bytes: Uint8Array) => Uint8Array>> = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  'sha512-224': sha512_224,
  'sha512-256': sha512_256,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  'md5-sha1': (bytes) => concatBytes(md5(bytes), sha1(bytes)),
}

export function hashOf(hash: Hash, bytes: Uint8Array): Uint8Array {
  return functions[hash](bytes)
}
