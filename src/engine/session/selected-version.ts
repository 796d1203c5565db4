// The version that a ServerHello chose. RFC 8446 §4.2.1.

import { extensions } from '../registry/tables/extensions.ts'
import { findExtension } from '../tls/extensions/extension.ts'
import type { ServerHello } from '../tls/handshake.ts'

/** That of supported_versions where it stands, else the message's own. */
export function selectedVersion(hello: ServerHello): number {
  const extension = findExtension(hello, extensions.supported_versions)
  if (extension?.data.length !== 2) return hello.legacyVersion
  const [high = 0, low = 0] = extension.data
  return (high << 8) | low
}
