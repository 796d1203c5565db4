// certificate_authorities and the older trusted_ca_keys: whose certificates the sender trusts. RFC 8446 §4.2.4, RFC 6066 §6.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

/** Distinguished names in DER. */
export const certificateAuthorities: ExtensionReader<readonly Uint8Array[]> = {
  codepoint: extensions.certificate_authorities,
  read: (c) => c.all16('authorities', (item) => item.vec16('distinguished_name')),
}

export interface TrustedAuthority {
  /** 0 pre_agreed, 1 key_sha1_hash, 2 x509_name, 3 cert_sha1_hash. */
  readonly identifierType: number
  readonly identifier: Uint8Array
}

export const trustedCaKeys: ExtensionReader<readonly TrustedAuthority[]> = {
  codepoint: extensions.trusted_ca_keys,
  read: (c, place) =>
    place === 'client_hello'
      ? c.all16('trusted_authorities_list', (item) => {
          const identifierType = item.u8('identifier_type')
          return { identifierType, identifier: readIdentifier(item, identifierType) }
        })
      : [],
}

function readIdentifier(
  c: { take(length: number, field: string): Uint8Array; vec16(field: string): Uint8Array },
  type: number,
): Uint8Array {
  if (type === 2) return c.vec16('x509_name')
  return c.take(type === 0 ? 0 : 20, 'sha1_hash')
}
