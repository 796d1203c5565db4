// FTP: AUTH TLS. RFC 4217.

import type { LineProtocol } from './line-protocol.ts'

export const ftp: LineProtocol = {
  protocol: 'ftp',
  upgrade: 'starttls-ftp',
  greets: /^(220|421)[ -]/,
  speaks: /^(AUTH\s+(TLS|SSL)|USER|FEAT|SYST|OPTS|PBSZ)\b/i,
  offers: /^\s*(211-)?\s*AUTH\b.*\b(TLS|SSL)/i,
  lists: /^FEAT\s*$/i,
  listEnds: /^(211|5\d\d) /,
  asks: /^AUTH\s+(?:TLS|SSL)(?:-[CP])?\s*$/i,
  accepts: /^[23]34[ -]/,
  refuses: /^[45]\d\d /,
  secret: /^(PASS|ACCT)\b/i,
}
