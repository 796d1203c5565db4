// TLS feature: the extensions that a server with this certificate promises to use. RFC 7633.

import type { Der } from '../der.ts'

/** Codepoints of TLS extensions; 5 (status_request) is what people call must-staple. */
export function readTlsFeature(der: Der): number[] {
  return der.sequence('tlsfeature').each((list) => list.small('feature'))
}
