// What a cipher suite means for keys: the registry's words turned into lengths and algorithms.

import { cipherSuiteRows, type CipherSuiteRow } from '../registry/tables/cipher-suites.ts'
import { aesCbc, cbcOver, type BlockCipher, type Cbc } from './block-cipher.ts'
import { makeAead, type Aead, type AeadName } from './aead.ts'
import { ariaCipher } from './aria.ts'
import { camelliaCipher } from './camellia.ts'
import { desCipher } from './des.ts'
import { gcmOver } from './gcm.ts'

export type Cipher =
  | { readonly kind: 'null' }
  | { readonly kind: 'stream' }
  | { readonly kind: 'cbc'; readonly block: number; make(key: Uint8Array): Cbc }
  | {
      readonly kind: 'aead'
      /** Null for those that no version after TLS 1.2 has. */
      readonly name: AeadName | null
      /** Bytes of the nonce that come from the key block, and bytes that stand in the record (TLS 1.2). */
      readonly fixed: number
      readonly explicit: number
      make(key: Uint8Array): Aead
    }

export interface Suite {
  readonly name: string
  /** As the registry has it: `RSA`, `ECDHE`, `PSK`, `TLS13`, … */
  readonly keyExchange: string
  readonly cipher: Cipher
  readonly keyLength: number
  /** The record MAC; null for authenticated ciphers. */
  readonly mac: 'md5' | 'sha1' | 'sha256' | 'sha384' | null
  /** The hash of the PRF of TLS 1.2, or of the key schedule of TLS 1.3. */
  readonly hash: 'sha256' | 'sha384'
}

const known = new Map<number, Suite | null>()

/** Null for a suite that is unknown, or whose algorithms are not at hand. */
export function findSuite(codepoint: number): Suite | null {
  let suite = known.get(codepoint)
  if (suite === undefined) {
    const row = cipherSuiteRows.find((each) => each.codepoint === codepoint)
    known.set(codepoint, (suite = row === undefined ? null : readRow(row)))
  }
  return suite
}

function readRow(row: CipherSuiteRow): Suite | null {
  const found = ciphers.get(row.cipher)
  const mac = macs.get(row.mac)
  const hash = row.prf.startsWith('SHA384') ? 'sha384' : /SHA256/.test(row.prf) ? 'sha256' : null
  // The suites of SSL 3.0 alone never meet the PRF of TLS 1.2.
  const needed = hash ?? (row.maxVersion === 'SSL 3.0' ? 'sha256' : null)
  if (found === undefined || mac === undefined || needed === null || row.kx.includes('EXPORT'))
    return null
  return {
    name: row.name,
    keyExchange: row.kx,
    cipher: found.cipher,
    keyLength: found.keyLength,
    mac,
    hash: needed,
  }
}

const macs = new Map<string, Suite['mac']>([
  ['AEAD', null],
  ['HMAC-MD5', 'md5'],
  ['HMAC-SHA1', 'sha1'],
  ['HMAC-SHA256', 'sha256'],
  ['HMAC-SHA384', 'sha384'],
])

interface KeyedCipher {
  readonly cipher: Cipher
  readonly keyLength: number
}

const aead = (name: AeadName, keyLength: number, fixed: number, explicit: number): KeyedCipher => ({
  keyLength,
  cipher: { kind: 'aead', name, fixed, explicit, make: (key) => makeAead(name, key) },
})

const chained = (
  block: number,
  keyLength: number,
  make: (key: Uint8Array) => Cbc,
): KeyedCipher => ({ keyLength, cipher: { kind: 'cbc', block, make } })

type MakeBlockCipher = (key: Uint8Array) => BlockCipher

const cbcOf =
  (make: MakeBlockCipher) =>
  (key: Uint8Array): Cbc =>
    cbcOver(make(key))

const gcmOf = (keyLength: number, make: MakeBlockCipher): KeyedCipher => ({
  keyLength,
  cipher: { kind: 'aead', name: null, fixed: 4, explicit: 8, make: (key) => gcmOver(make(key)) },
})

/** By the registry's name of the cipher. Whatever is missing here is named to the user as not decrypted. */
const ciphers: ReadonlyMap<string, KeyedCipher> = new Map([
  ['NULL', { cipher: { kind: 'null' }, keyLength: 0 }],
  ['RC4_128', { cipher: { kind: 'stream' }, keyLength: 16 }],
  ['DES_CBC', chained(8, 8, cbcOf(desCipher))],
  ['3DES_EDE_CBC', chained(8, 24, cbcOf(desCipher))],
  ['AES_128_CBC', chained(16, 16, aesCbc)],
  ['AES_256_CBC', chained(16, 32, aesCbc)],
  ['AES_128_GCM', aead('aes-gcm', 16, 4, 8)],
  ['AES_256_GCM', aead('aes-gcm', 32, 4, 8)],
  ['AES_128_CCM', aead('aes-ccm', 16, 4, 8)],
  ['AES_256_CCM', aead('aes-ccm', 32, 4, 8)],
  ['AES_128_CCM_8', aead('aes-ccm-8', 16, 4, 8)],
  ['AES_256_CCM_8', aead('aes-ccm-8', 32, 4, 8)],
  ['CAMELLIA_128_CBC', chained(16, 16, cbcOf(camelliaCipher))],
  ['CAMELLIA_256_CBC', chained(16, 32, cbcOf(camelliaCipher))],
  ['CAMELLIA_128_GCM', gcmOf(16, camelliaCipher)],
  ['CAMELLIA_256_GCM', gcmOf(32, camelliaCipher)],
  ['ARIA_128_CBC', chained(16, 16, cbcOf(ariaCipher))],
  ['ARIA_256_CBC', chained(16, 32, cbcOf(ariaCipher))],
  ['ARIA_128_GCM', gcmOf(16, ariaCipher)],
  ['ARIA_256_GCM', gcmOf(32, ariaCipher)],
  ['CHACHA20_POLY1305', aead('chacha20-poly1305', 32, 12, 0)],
])
