// SubjectPublicKeyInfo: the key that a certificate is about. RFC 5280 §4.1.2.7, RFC 3279, RFC 5480, RFC 8410.

import type { Curve, VerifyKey } from '../crypto/key.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import { type AlgorithmIdentifier, pssOid, readAlgorithm } from './algorithm.ts'
import { Der, describeOid, tags } from './der.ts'

export type KeyKind =
  'rsa' | 'rsa-pss' | 'ec' | 'dsa' | 'ed25519' | 'ed448' | 'x25519' | 'x448' | 'ml-dsa' | 'unknown'

export interface PublicKey {
  /** The whole SubjectPublicKeyInfo: what pins and key identifiers are made of. */
  readonly der: Uint8Array
  readonly algorithm: string
  readonly kind: KeyKind
  /** Of the modulus or the field; null where it is not known. */
  readonly bits: number | null
  /** Name of the curve, its number where it has no name here, or null for keys without one. */
  readonly curve: string | null
  /** The key for the primitives; null where they cannot use it. */
  readonly verify: VerifyKey | null
  /** The contents of subjectPublicKey. */
  readonly key: Uint8Array
  /** Why the key inside could not be read. */
  readonly damage: WireError | null
}

export function readPublicKey(der: Der): PublicKey {
  const field = 'subjectPublicKeyInfo'
  const element = der.element(tags.sequence, field)
  const inner = der.inside(element)
  const algorithm = readAlgorithm(inner, field)
  const key = inner.bitOctets('subjectPublicKey')
  inner.finish(field)
  const common = { der: der.whole(element), algorithm: algorithm.oid, key }
  try {
    // The BIT STRING holds another structure, which has a boundary of its own: damage stays inside.
    const contents = new Der(new Cursor(der.bytes, inner.at - key.length, inner.at), der.oddities)
    return { ...common, ...readKey(inner, algorithm, contents, key), damage: null }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    const kind = kinds[algorithm.oid] ?? 'unknown'
    return { ...common, kind, bits: null, curve: null, verify: null, damage: error }
  }
}

/** `RSA 2048 bits`, `EC secp256r1`, `Ed25519`. */
export function describeKey(key: PublicKey): string {
  const name = key.kind === 'unknown' ? key.algorithm : kindNames[key.kind]
  if (key.curve !== null) return `${name} ${key.curve}`
  return key.bits === null || key.kind.startsWith('ed') ? name : `${name} ${key.bits} bits`
}

type KeyFacts = Pick<PublicKey, 'kind' | 'bits' | 'curve' | 'verify'>

const kinds: Readonly<Record<string, KeyKind>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  [pssOid]: 'rsa-pss',
  '1.2.840.10045.2.1': 'ec',
  '1.2.840.10040.4.1': 'dsa',
  '1.3.101.110': 'x25519',
  '1.3.101.111': 'x448',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
  '2.16.840.1.101.3.4.3.17': 'ml-dsa',
  '2.16.840.1.101.3.4.3.18': 'ml-dsa',
  '2.16.840.1.101.3.4.3.19': 'ml-dsa',
}

const kindNames: Readonly<Record<Exclude<KeyKind, 'unknown'>, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  dsa: 'DSA',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  x25519: 'X25519',
  x448: 'X448',
  'ml-dsa': 'ML-DSA',
}

/** Curves by object identifier: name, bits of the field, and whether the primitives can use it. */
const curves: Readonly<Record<string, readonly [name: string, bits: number, usable?: Curve]>> = {
  '1.2.840.10045.3.1.1': ['secp192r1', 192, 'secp192r1'],
  '1.3.132.0.33': ['secp224r1', 224, 'secp224r1'],
  '1.2.840.10045.3.1.7': ['secp256r1', 256, 'secp256r1'],
  '1.3.132.0.34': ['secp384r1', 384, 'secp384r1'],
  '1.3.132.0.35': ['secp521r1', 521, 'secp521r1'],
  '1.3.132.0.10': ['secp256k1', 256, 'secp256k1'],
  '1.3.36.3.3.2.8.1.1.7': ['brainpoolP256r1', 256, 'brainpoolP256r1'],
  '1.3.36.3.3.2.8.1.1.11': ['brainpoolP384r1', 384, 'brainpoolP384r1'],
  '1.3.36.3.3.2.8.1.1.13': ['brainpoolP512r1', 512, 'brainpoolP512r1'],
  '1.3.132.0.8': ['secp160r1', 160],
  '1.3.132.0.9': ['secp160k1', 160],
  '1.3.132.0.30': ['secp160r2', 160],
  '1.3.132.0.31': ['secp192k1', 192],
  '1.3.132.0.32': ['secp224k1', 224],
  '1.3.132.0.1': ['sect163k1', 163],
  '1.3.132.0.15': ['sect163r2', 163],
  '1.3.132.0.26': ['sect233k1', 233],
  '1.3.132.0.27': ['sect233r1', 233],
  '1.3.132.0.16': ['sect283k1', 283],
  '1.3.132.0.17': ['sect283r1', 283],
  '1.3.132.0.36': ['sect409k1', 409],
  '1.3.132.0.37': ['sect409r1', 409],
  '1.3.132.0.38': ['sect571k1', 571],
  '1.3.132.0.39': ['sect571r1', 571],
  '1.2.156.10197.1.301': ['SM2', 256],
}

function readKey(
  der: Der,
  { oid, parameters }: AlgorithmIdentifier,
  contents: Der,
  key: Uint8Array,
): KeyFacts {
  const kind = kinds[oid] ?? 'unknown'
  switch (kind) {
    case 'rsa':
    case 'rsa-pss': {
      const pair = contents.sequence('RSAPublicKey')
      const modulus = pair.integer('modulus')
      const exponent = pair.integer('publicExponent')
      pair.finish('RSAPublicKey')
      return {
        kind,
        bits: bitLength(modulus),
        curve: null,
        verify: { kind: 'rsa', modulus, exponent },
      }
    }
    case 'ec': {
      if (parameters?.tag !== tags.oid) {
        // Explicit curve parameters: forbidden by RFC 5480, and no verifier of TLS takes them.
        return { kind, bits: null, curve: 'explicit parameters', verify: null }
      }
      const curve = describeOid(der.contents(parameters), 'namedCurve', parameters.from)
      const [name, bits, usable] = curves[curve] ?? [curve, null]
      const verify = usable === undefined ? null : ({ kind, curve: usable, point: key } as const)
      return { kind, bits, curve: name, verify }
    }
    case 'dsa': {
      const y = contents.integer('DSAPublicKey')
      if (parameters?.tag !== tags.sequence) return { kind, bits: null, curve: null, verify: null }
      const inner = der.inside(parameters)
      const p = inner.integer('p')
      const verify = { kind, p, q: inner.integer('q'), g: inner.integer('g'), y } as const
      return { kind, bits: bitLength(p), curve: null, verify }
    }
    case 'ed25519':
    case 'ed448':
      return {
        kind,
        bits: kind === 'ed25519' ? 256 : 456,
        curve: null,
        verify: { kind, point: key },
      }
    default:
      return { kind, bits: null, curve: null, verify: null }
  }
}

/** Of an unsigned big endian number. */
export function bitLength(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0)
  if (first < 0) return 0
  return (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}
