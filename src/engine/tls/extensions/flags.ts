// Extensions whose presence is all they say.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

function flag(codepoint: number): ExtensionReader<true> {
  return { codepoint, read: () => true }
}

/** RFC 7627 §5.1, RFC 7366 §2, RFC 8446 §4.2.6, RFC 6066 §7 and §5, RFC 8773 §3. */
export const flags: readonly ExtensionReader<true>[] = [
  flag(extensions.extended_master_secret),
  flag(extensions.encrypt_then_mac),
  flag(extensions.post_handshake_auth),
  flag(extensions.truncated_hmac),
  flag(extensions.client_certificate_url),
  flag(extensions.tls_cert_with_extern_psk),
]
