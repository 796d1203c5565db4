// SMTP and LMTP: STARTTLS. RFC 3207.

import type { LineProtocol } from './line-protocol.ts'

export const smtp: LineProtocol = {
  protocol: 'smtp',
  upgrade: 'starttls-smtp',
  greets: /^(220|421|554)[ -](?!.*\bftp)/i,
  speaks: /^(EHLO|HELO|LHLO|MAIL FROM|STARTTLS)\b/i,
  offers: /^250[ -]STARTTLS\b/i,
  lists: /^(EHLO|LHLO|HELO)\b/i,
  listEnds: /^([45]\d\d|250) /,
  asks: /^STARTTLS\s*$/i,
  accepts: /^220[ -]/,
  refuses: /^[45]\d\d /,
  secret: /^(AUTH\s+\S+)/i,
  challenges: /^334 /,
}
