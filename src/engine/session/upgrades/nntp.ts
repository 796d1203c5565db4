// NNTP: STARTTLS. RFC 4642.

import type { LineProtocol } from './line-protocol.ts'

export const nntp: LineProtocol = {
  protocol: 'nntp',
  upgrade: 'starttls-nntp',
  greets: /^(20[01]|40\d|502) /,
  speaks: /^(CAPABILITIES|STARTTLS|MODE READER|AUTHINFO|GROUP)\b/i,
  offers: /^STARTTLS\b/i,
  lists: /^CAPABILITIES\b/i,
  listEnds: /^(\.$|[45]\d\d )/,
  asks: /^STARTTLS\s*$/i,
  accepts: /^382\b/,
  refuses: /^[45]\d\d\b/,
  secret: /^(AUTHINFO\s+(?:PASS|SASL)\b)/i,
}
