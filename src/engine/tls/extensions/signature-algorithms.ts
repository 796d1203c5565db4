// signature_algorithms, and its kin for certificates and delegated credentials. RFC 8446 §4.2.3, RFC 9345 §4.1.1.

import { extensions } from '../../registry/tables/extensions.ts'
import type { Cursor } from '../../wire/cursor.ts'
import type { ExtensionReader } from './extension.ts'

/** SignatureScheme values, the sender's favourite first. In TLS 1.2 a pair of hash and signature, of the same bytes. */
export const signatureAlgorithms: ExtensionReader<readonly number[]> = {
  codepoint: extensions.signature_algorithms,
  read: readSchemes,
}

/** What the sender accepts in certificates, where that differs. */
export const signatureAlgorithmsCert: ExtensionReader<readonly number[]> = {
  codepoint: extensions.signature_algorithms_cert,
  read: readSchemes,
}

/** In a certificate the extension holds the credential itself, which is kept as bytes. */
export const delegatedCredential: ExtensionReader<readonly number[]> = {
  codepoint: extensions.delegated_credential,
  read: (c, place) => {
    if (place !== 'certificate') return readSchemes(c)
    c.rest('credential')
    return []
  },
}

function readSchemes(c: Cursor): readonly number[] {
  return c.all16('supported_signature_algorithms', (item) => item.u16('signature_scheme'))
}
