// IRC: STARTTLS. IRCv3 tls extension.

import type { LineProtocol } from './line-protocol.ts'

export const irc: LineProtocol = {
  protocol: 'irc',
  upgrade: 'starttls-irc',
  greets: /^(:\S+ )?(NOTICE|CAP|PING|ERROR|00\d|451) /,
  speaks: /^(CAP (LS|REQ|LIST)|NICK|USER|PASS|STARTTLS)\b/i,
  offers: /\bCAP \S+ LS\b.*[ :]tls\b/i,
  lists: /^CAP LS\b/i,
  listEnds: /\bCAP \S+ LS (?!\*)/i,
  asks: /^STARTTLS\s*$/i,
  accepts: /^(:\S+ )?670 /,
  refuses: /^(:\S+ )?(691|421|451) /,
  secret: /^(PASS|OPER|AUTHENTICATE)\b/i,
}
