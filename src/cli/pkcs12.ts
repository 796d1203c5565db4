// The private key out of a PKCS#12 file (.pfx, .p12), RFC 7292. The certificates in it are of no interest here.

import { createDecipheriv, createHash, createPrivateKey, pbkdf2Sync } from 'node:crypto'
import { Cursor, WireError } from '../engine/wire/cursor.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import { contextTag, Der } from '../engine/x509/der.ts'

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  pbes2: '1.2.840.113549.1.5.13',
  pbeSha3Des: '1.2.840.113549.1.12.1.3',
} as const

/** A SEQUENCE that starts with version 3. */
export function isPkcs12(bytes: Uint8Array): boolean {
  try {
    const der = derOf(bytes).sequence('PFX')
    return der.small('version') === 3
  } catch (error) {
    if (error instanceof WireError) return false
    throw error
  }
}

/** The first private key in the file, as PKCS#8. Throws `UsageError` where there is none, or the password is wrong. */
export function openPkcs12(bytes: Uint8Array, password: string, path: string): Buffer {
  try {
    for (const bags of contentsOf(bytes, password)) {
      const key = findKey(bags, password)
      if (key !== null) return key
    }
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${path}: ${error.message}`)
    if (error instanceof WireError)
      throw new UsageError(`${path}: damaged PKCS#12 file (${error.message})`)
    throw error
  }
  throw new UsageError(`${path} holds no private key`)
}

function derOf(bytes: Uint8Array): Der {
  return new Der(new Cursor(bytes))
}

/** The SafeContents of the file, one after the other. */
function* contentsOf(bytes: Uint8Array, password: string): Generator<Uint8Array> {
  const pfx = derOf(bytes).sequence('PFX')
  pfx.small('version')
  const authSafe = pfx.sequence('authSafe')
  if (authSafe.oid('contentType') !== oids.data)
    throw new UsageError('a PKCS#12 file that is signed, not protected by a password, is not read')
  const safes = derOf(explicit(authSafe).octets('content')).sequence('AuthenticatedSafe')
  while (safes.left > 0) {
    const info = safes.sequence('ContentInfo')
    const type = info.oid('contentType')
    if (type === oids.data) yield explicit(info).octets('content')
    if (type !== oids.encryptedData) continue
    const encrypted = explicit(info).sequence('EncryptedData')
    encrypted.small('version')
    const content = encrypted.sequence('EncryptedContentInfo')
    content.oid('contentType')
    const algorithm = content.sequence('contentEncryptionAlgorithm')
    const sealed = content.octets('encryptedContent', contextTag(0, false))
    // Certificates often stand under the weak ciphers of old, keys seldom: what cannot be opened is passed over.
    const opened = decrypt(algorithm, sealed, password)
    if (opened !== null) yield opened
  }
}

function explicit(der: Der): Der {
  return der.inside(der.element(contextTag(0, true), 'content'))
}

function findKey(safeContents: Uint8Array, password: string): Buffer | null {
  const bags = derOf(safeContents).sequence('SafeContents')
  while (bags.left > 0) {
    const bag = bags.sequence('SafeBag')
    const type = bag.oid('bagId')
    const value = explicit(bag)
    if (type === oids.keyBag) return Buffer.from(value.whole(value.any('keyBag')))
    if (type !== oids.shroudedKeyBag) continue
    const whole = Buffer.from(value.whole(value.any('EncryptedPrivateKeyInfo')))
    const info = derOf(whole).sequence('EncryptedPrivateKeyInfo')
    const algorithm = info.sequence('encryptionAlgorithm')
    const sealed = info.octets('encryptedData')
    const opened = decrypt(algorithm, sealed, password)
    if (opened === null || !isPrivateKey(opened))
      throw new UsageError(
        password === ''
          ? 'the key is encrypted: give its password with --password'
          : 'the password is wrong, or the key is encrypted by an algorithm that is not supported',
      )
    return Buffer.from(opened)
  }
  return null
}

function isPrivateKey(pkcs8: Uint8Array): boolean {
  try {
    createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
    return true
  } catch {
    return false // a wrong password leaves noise
  }
}

/** Null where the algorithm is not known, or the padding shows that the password is wrong. */
function decrypt(algorithm: Der, sealed: Uint8Array, password: string): Uint8Array | null {
  const scheme = algorithm.oid('algorithm')
  const parameters = algorithm.sequence('parameters')
  try {
    if (scheme === oids.pbes2) return decryptPbes2(parameters, sealed, password)
    if (scheme !== oids.pbeSha3Des) return null
    const salt = parameters.octets('salt')
    const iterations = parameters.small('iterations')
    const key = stretch(password, salt, iterations, 1, 24)
    const iv = stretch(password, salt, iterations, 2, 8)
    return decipher('des-ede3-cbc', key, iv, sealed)
  } catch (error) {
    if (error instanceof WireError || error instanceof UsageError) throw error
    return null // OpenSSL says "bad decrypt"
  }
}

const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

const ciphers: Readonly<Record<string, { name: string; keyLength: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24 },
}

function decryptPbes2(parameters: Der, sealed: Uint8Array, password: string): Uint8Array | null {
  const derivation = parameters.sequence('keyDerivationFunc')
  derivation.oid('algorithm')
  const pbkdf2 = derivation.sequence('PBKDF2-params')
  const salt = pbkdf2.octets('salt')
  const iterations = pbkdf2.small('iterationCount')
  if (pbkdf2.left > 0 && pbkdf2.peek('prf') === 0x02) pbkdf2.integer('keyLength')
  const digest = pbkdf2.left > 0 ? digests[pbkdf2.sequence('prf').oid('algorithm')] : 'sha1'
  const encryption = parameters.sequence('encryptionScheme')
  const cipher = ciphers[encryption.oid('algorithm')]
  const iv = encryption.octets('iv')
  if (digest === undefined || cipher === undefined) return null
  const key = pbkdf2Sync(password, salt, bounded(iterations), cipher.keyLength, digest)
  return decipher(cipher.name, key, iv, sealed)
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array {
  const cipher = createDecipheriv(name, key, iv)
  return Buffer.concat([cipher.update(sealed), cipher.final()])
}

/** Ten million rounds take seconds; a file that asks for more wants to keep us busy. */
function bounded(iterations: number): number {
  if (iterations > 10_000_000)
    throw new UsageError(`${iterations} rounds of key derivation are too many`)
  return iterations
}

/** The key derivation of PKCS#12 itself, with SHA-1. RFC 7292 appendix B.2. */
function stretch(
  password: string,
  salt: Uint8Array,
  iterations: number,
  purpose: number,
  length: number,
): Buffer {
  const block = 64
  const characters = Buffer.from(`${password}\0`, 'utf16le').swap16()
  const fill = (bytes: Uint8Array): Buffer => {
    const size = block * Math.ceil(bytes.length / block)
    return Buffer.from(Uint8Array.from({ length: size }, (_, i) => bytes[i % bytes.length]!))
  }
  const input = Buffer.concat([fill(salt), fill(characters)])
  const parts: Buffer[] = []
  for (let made = 0; made < length; made += 20) {
    let digest = Buffer.concat([Buffer.alloc(block, purpose), input])
    for (let round = bounded(iterations); round > 0; round--)
      digest = createHash('sha1').update(digest).digest()
    parts.push(digest)
    // Each block of the input grows by the digest, repeated to a block, plus one.
    const addend = BigInt(`0x${fill(digest).subarray(0, block).toString('hex')}`) + 1n
    for (let at = 0; at < input.length; at += block) {
      const sum = BigInt(`0x${input.subarray(at, at + block).toString('hex')}`) + addend
      const digits = BigInt.asUintN(8 * block, sum)
        .toString(16)
        .padStart(2 * block, '0')
      input.set(Buffer.from(digits, 'hex'), at)
    }
  }
  return Buffer.concat(parts).subarray(0, length)
}
