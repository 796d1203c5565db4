// ClientKeyExchange: the client's share, or the secret under the server's key. RFC 5246 §7.4.7, RFC 4279, RFC 5054.

import { findCipherSuite } from '../../registry/cipher-suite.ts'
import type { Cursor } from '../../wire/cursor.ts'

export interface ClientKeyExchange {
  readonly kind: 'client_key_exchange'
  /** PSK suites; null for all others. */
  readonly pskIdentity: Uint8Array | null
  /** RSA: the pre-master secret under the server's public key. */
  readonly encryptedPreMasterSecret: Uint8Array | null
  /** DH, ECDH, SRP: the client's share. Null where it stands in its certificate. */
  readonly publicKey: Uint8Array | null
  /** All of the message, for key exchanges that have no reader here. */
  readonly data: Uint8Array
}

export function readClientKeyExchange(
  c: Cursor,
  cipherSuite: number | null,
  ssl3: boolean,
): ClientKeyExchange {
  const suite = cipherSuite === null ? undefined : findCipherSuite(cipherSuite)
  const kx = suite?.kx ?? ''
  const from = c.pos
  const pskIdentity = kx.includes('PSK') ? c.vec16('psk_identity') : null
  const fields = readShare(c, kx, ssl3)
  c.finish('ClientKeyExchange')
  return { kind: 'client_key_exchange', pskIdentity, ...fields, data: c.since(from) }
}

type Share = Pick<ClientKeyExchange, 'encryptedPreMasterSecret' | 'publicKey'>

const noShare: Share = { encryptedPreMasterSecret: null, publicKey: null }

function readShare(c: Cursor, kx: string, ssl3: boolean): Share {
  switch (kx) {
    case 'RSA':
    case 'RSA_PSK':
    case 'RSA_EXPORT':
    case 'RSA_EXPORT1024': {
      const field = 'encrypted_pre_master_secret'
      // SSL 3.0 left the length out. RFC 5246 §7.4.7.1.
      return { ...noShare, encryptedPreMasterSecret: ssl3 ? c.rest(field) : c.vec16(field) }
    }
    case 'DH':
    case 'DHE':
    case 'DHE_PSK':
    case 'DH_anon':
    case 'DH_EXPORT':
    case 'DHE_EXPORT':
    case 'DHE_EXPORT1024':
    case 'DH_anon_EXPORT':
      return { ...noShare, publicKey: c.left === 0 ? null : c.vec16('dh_Yc') }
    case 'ECDH':
    case 'ECDHE':
    case 'ECDHE_PSK':
    case 'ECDH_anon':
      return { ...noShare, publicKey: c.left === 0 ? null : c.vec8('ecdh_Yc') }
    case 'SRP':
      return { ...noShare, publicKey: c.vec16('srp_A') }
    case 'PSK':
      return noShare
    default:
      c.rest('exchange_keys')
      return noShare
  }
}
