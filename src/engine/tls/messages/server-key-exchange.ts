// ServerKeyExchange: the server's share, and its signature over it. RFC 5246 §7.4.3, RFC 8422 §5.4, RFC 4279, RFC 5054.

import { findCipherSuite } from '../../registry/cipher-suite.ts'
import { ecCurveTypes } from '../../registry/tables/ec-curve-types.ts'
import type { Cursor } from '../../wire/cursor.ts'
import { readSignature, type Signature } from './signature.ts'

export interface ServerKeyExchange {
  readonly kind: 'server_key_exchange'
  /** Null where the suite is not known or its key exchange has no reader: see `params`. */
  readonly exchange: KeyExchange | null
  /** PSK suites: empty when the server gives none; null for all others. */
  readonly pskIdentityHint: Uint8Array | null
  /** The parameters as they stand, which the signature covers (after both randoms). */
  readonly params: Uint8Array
  /** Null for anonymous and PSK suites. */
  readonly signature: Signature | null
}

export type KeyExchange =
  | { readonly method: 'ecdhe'; readonly group: number; readonly publicKey: Uint8Array }
  | {
      readonly method: 'ecdhe_explicit'
      readonly curve: ExplicitCurve
      readonly publicKey: Uint8Array
    }
  | {
      readonly method: 'dhe'
      readonly prime: Uint8Array
      readonly generator: Uint8Array
      readonly publicKey: Uint8Array
    }
  | { readonly method: 'rsa_export'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | {
      readonly method: 'srp'
      readonly prime: Uint8Array
      readonly generator: Uint8Array
      readonly salt: Uint8Array
      readonly publicKey: Uint8Array
    }
  | { readonly method: 'psk' }

/** A curve that is spelled out instead of named: deprecated, refused by nearly everybody. RFC 8422 §5.4. */
export interface ExplicitCurve {
  readonly curveType: number
  readonly fieldElements: readonly Uint8Array[]
  readonly a: Uint8Array
  readonly b: Uint8Array
  readonly base: Uint8Array
  readonly order: Uint8Array
  readonly cofactor: Uint8Array
}

/** `cipherSuite` is the negotiated one, which decides what the message holds; null when it was not seen. */
export function readServerKeyExchange(
  c: Cursor,
  cipherSuite: number | null,
  tls12: boolean,
): ServerKeyExchange {
  const suite = cipherSuite === null ? undefined : findCipherSuite(cipherSuite)
  const from = c.pos
  const pskIdentityHint = suite?.kx.includes('PSK') === true ? c.vec16('psk_identity_hint') : null
  const exchange = suite === undefined ? null : readKeyExchange(c, suite.kx)
  if (exchange === null) c.rest('params')
  const params = c.since(from)
  // A PSK suite signs nothing; neither does an anonymous one.
  const unsigned = pskIdentityHint !== null || c.left === 0 || isAnonymous(suite?.auth ?? '')
  const signature = unsigned ? null : readSignature(c, tls12)
  c.finish('ServerKeyExchange')
  return { kind: 'server_key_exchange', exchange, pskIdentityHint, params, signature }
}

function isAnonymous(auth: string): boolean {
  return auth === 'anon' || auth === 'none'
}

/** `kx` as the registry's table of suites has it. Null: no reader for it. */
function readKeyExchange(c: Cursor, kx: string): KeyExchange | null {
  switch (kx) {
    case 'ECDHE':
    case 'ECDHE_PSK':
    case 'ECDH_anon':
      return readEcdhe(c)
    case 'DHE':
    case 'DHE_PSK':
    case 'DH_anon':
    case 'DHE_EXPORT':
    case 'DHE_EXPORT1024':
    case 'DH_anon_EXPORT':
      return {
        method: 'dhe',
        prime: c.vec16('dh_p'),
        generator: c.vec16('dh_g'),
        publicKey: c.vec16('dh_Ys'),
      }
    case 'RSA_EXPORT':
    case 'RSA_EXPORT1024':
      return {
        method: 'rsa_export',
        modulus: c.vec16('rsa_modulus'),
        exponent: c.vec16('rsa_exponent'),
      }
    case 'SRP':
      return {
        method: 'srp',
        prime: c.vec16('srp_N'),
        generator: c.vec16('srp_g'),
        salt: c.vec8('srp_s'),
        publicKey: c.vec16('srp_B'),
      }
    case 'PSK':
    case 'RSA_PSK':
      return { method: 'psk' }
    default:
      return null
  }
}

function readEcdhe(c: Cursor): KeyExchange {
  const curveType = c.u8('curve_type')
  if (curveType === ecCurveTypes.named_curve)
    return { method: 'ecdhe', group: c.u16('namedcurve'), publicKey: c.vec8('point') }
  return {
    method: 'ecdhe_explicit',
    curve: readExplicitCurve(c, curveType),
    publicKey: c.vec8('point'),
  }
}

function readExplicitCurve(c: Cursor, curveType: number): ExplicitCurve {
  return {
    curveType,
    fieldElements:
      curveType === ecCurveTypes.explicit_prime ? [c.vec8('prime_p')] : readBinaryField(c),
    a: c.vec8('a'),
    b: c.vec8('b'),
    base: c.vec8('base'),
    order: c.vec8('order'),
    cofactor: c.vec8('cofactor'),
  }
}

function readBinaryField(c: Cursor): readonly Uint8Array[] {
  c.u16('m')
  // A trinomial has one exponent between the ends, a pentanomial three.
  const trinomial = c.u8('basis') === 1
  return trinomial ? [c.vec8('k')] : [c.vec8('k1'), c.vec8('k2'), c.vec8('k3')]
}
