// AlgorithmIdentifier: which signature algorithm an object identifier and its parameters stand for.
// RFC 3279, RFC 4055, RFC 5758, RFC 8410.

import type { Hash, SignatureAlgorithm } from '../crypto/key.ts'
import { contextTag, type Der, type Element, tags } from './der.ts'

export interface AlgorithmIdentifier {
  readonly oid: string
  /** The whole encoding: two fields that must be equal are compared by it. */
  readonly der: Uint8Array
  /** Where the parameters stand, or null where there are none. */
  readonly parameters: Element | null
}

export function readAlgorithm(der: Der, field: string): AlgorithmIdentifier {
  const element = der.element(tags.sequence, field)
  const inner = der.inside(element)
  const oid = inner.oid(field)
  const parameters = inner.left > 0 ? inner.any(field) : null
  inner.finish(field)
  return { oid, der: der.whole(element), parameters }
}

/** Null for algorithms that are not known here, post-quantum and national ones. */
export function readSignatureAlgorithm(
  der: Der,
  { oid, parameters }: AlgorithmIdentifier,
  field: string,
): SignatureAlgorithm | null {
  if (oid === pssOid) return readPss(der, parameters, field)
  return signatureAlgorithms[oid] ?? null
}

/** `RSA with SHA-256`, `ECDSA with SHA-384`, `Ed25519`: for people. */
export function describeSignatureAlgorithm(
  algorithm: SignatureAlgorithm | null,
  oid: string,
): string {
  if (algorithm === null) return oid
  switch (algorithm.family) {
    case 'ed25519':
      return 'Ed25519'
    case 'ed448':
      return 'Ed448'
    default:
      return `${familyNames[algorithm.family]} with ${describeHash(algorithm.hash)}`
  }
}

export function describeHash(hash: Hash): string {
  if (hash === 'md5-sha1') return 'MD5 and SHA-1'
  return hash
    .toUpperCase()
    .replace(/^SHA(\d)/, 'SHA-$1')
    .replace('SHA-3-', 'SHA3-')
}

const familyNames = {
  'rsa-pkcs1': 'RSA',
  'rsa-pss': 'RSA-PSS',
  ecdsa: 'ECDSA',
  dsa: 'DSA',
} as const

/** The object identifier of a public key that may be used with RSA-PSS only, and of the algorithm. */
export const pssOid = '1.2.840.113549.1.1.10'

const hashes: Readonly<Record<string, Hash>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.5': 'sha512-224',
  '2.16.840.1.101.3.4.2.6': 'sha512-256',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
}

/** The hash that an AlgorithmIdentifier of a digest names, or null. */
export function hashOf(oid: string): Hash | null {
  return hashes[oid] ?? null
}

const signatureAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.4': { family: 'rsa-pkcs1', hash: 'md5' },
  '1.2.840.113549.1.1.5': { family: 'rsa-pkcs1', hash: 'sha1' },
  '1.3.14.3.2.15': { family: 'rsa-pkcs1', hash: 'sha1' },
  '1.3.14.3.2.29': { family: 'rsa-pkcs1', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { family: 'rsa-pkcs1', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { family: 'rsa-pkcs1', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { family: 'rsa-pkcs1', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { family: 'rsa-pkcs1', hash: 'sha512' },
  '1.2.840.113549.1.1.15': { family: 'rsa-pkcs1', hash: 'sha512-224' },
  '1.2.840.113549.1.1.16': { family: 'rsa-pkcs1', hash: 'sha512-256' },
  '2.16.840.1.101.3.4.3.13': { family: 'rsa-pkcs1', hash: 'sha3-224' },
  '2.16.840.1.101.3.4.3.14': { family: 'rsa-pkcs1', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { family: 'rsa-pkcs1', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { family: 'rsa-pkcs1', hash: 'sha3-512' },
  '1.2.840.10045.4.1': { family: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { family: 'ecdsa', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { family: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { family: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { family: 'ecdsa', hash: 'sha512' },
  '2.16.840.1.101.3.4.3.9': { family: 'ecdsa', hash: 'sha3-224' },
  '2.16.840.1.101.3.4.3.10': { family: 'ecdsa', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.11': { family: 'ecdsa', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.12': { family: 'ecdsa', hash: 'sha3-512' },
  '1.2.840.10040.4.3': { family: 'dsa', hash: 'sha1' },
  '1.3.14.3.2.27': { family: 'dsa', hash: 'sha1' },
  '2.16.840.1.101.3.4.3.1': { family: 'dsa', hash: 'sha224' },
  '2.16.840.1.101.3.4.3.2': { family: 'dsa', hash: 'sha256' },
  '2.16.840.1.101.3.4.3.3': { family: 'dsa', hash: 'sha384' },
  '2.16.840.1.101.3.4.3.4': { family: 'dsa', hash: 'sha512' },
  '1.3.101.112': { family: 'ed25519' },
  '1.3.101.113': { family: 'ed448' },
}

/** RSASSA-PSS-params, RFC 4055 §3.1: everything left out means SHA-1 and 20 bytes of salt. */
function readPss(der: Der, parameters: Element | null, field: string): SignatureAlgorithm | null {
  let hash: Hash | null = 'sha1'
  let maskHash: Hash | null = 'sha1'
  let saltLength = 20
  if (parameters?.tag === tags.sequence) {
    const inner = der.inside(parameters)
    const explicit = (number: number): Der | null => {
      const element = inner.optional(contextTag(number, true), field)
      return element === null ? null : inner.inside(element)
    }
    const digest = explicit(0)
    if (digest !== null) hash = hashOf(readAlgorithm(digest, field).oid)
    const mask = explicit(1)
    if (mask !== null) {
      const generator = readAlgorithm(mask, field)
      const of = generator.parameters
      if (of === null) return null
      maskHash = hashOf(mask.inside(of).oid(field))
    }
    saltLength = explicit(2)?.small(field) ?? saltLength
  }
  if (hash === null || maskHash === null) return null
  return { family: 'rsa-pss', hash, maskHash, saltLength }
}
