// ManageSieve: STARTTLS. RFC 5804 section 2.2.

import type { LineProtocol } from './line-protocol.ts'

export const sieve: LineProtocol = {
  protocol: 'sieve',
  upgrade: 'starttls-sieve',
  greets: /^"(IMPLEMENTATION|SASL|SIEVE|STARTTLS|VERSION)"/i,
  speaks: /^(CAPABILITY|STARTTLS|AUTHENTICATE)\b/i,
  offers: /^"STARTTLS"/i,
  listEnds: /^OK\b/i,
  asks: /^STARTTLS\s*$/i,
  accepts: /^OK\b/i,
  refuses: /^(NO|BYE)\b/i,
  secret: /^(AUTHENTICATE\s+\S+)/i,
}
