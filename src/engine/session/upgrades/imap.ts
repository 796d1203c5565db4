// IMAP: STARTTLS. RFC 9051 section 6.2.1.

import type { LineProtocol } from './line-protocol.ts'

export const imap: LineProtocol = {
  protocol: 'imap',
  upgrade: 'starttls-imap',
  greets: /^\* (OK|PREAUTH|BYE)\b/i,
  speaks: /^\S+ (CAPABILITY|STARTTLS|LOGIN|AUTHENTICATE|ID|NOOP)\b/i,
  // The list comes when asked for, or with the greeting.
  offers: /^\* .*\bCAPABILITY\b.*\bSTARTTLS\b/i,
  listEnds: /^\* .*\bCAPABILITY\b/i,
  asks: /^(\S+) STARTTLS\s*$/i,
  accepts: /^OK\b/i,
  refuses: /^(NO|BAD)\b/i,
  secret: /^(\S+ (?:LOGIN|AUTHENTICATE \S+))/i,
  challenges: /^\+/,
}
