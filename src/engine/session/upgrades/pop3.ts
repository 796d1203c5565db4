// POP3: STLS. RFC 2595.

import type { LineProtocol } from './line-protocol.ts'

export const pop3: LineProtocol = {
  protocol: 'pop3',
  upgrade: 'starttls-pop3',
  greets: /^(\+OK|-ERR)\b/,
  speaks: /^(CAPA|STLS|USER|APOP)\b/i,
  offers: /^STLS\b/i,
  lists: /^CAPA\s*$/i,
  listEnds: /^(\.$|-ERR)/,
  asks: /^STLS\s*$/i,
  accepts: /^\+OK\b/,
  refuses: /^-ERR\b/,
  secret: /^(PASS|APOP|AUTH\s+\S+)\b/i,
  challenges: /^\+ /,
}
