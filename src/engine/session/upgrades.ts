// The protocols in which TLS may be asked for, told by their first bytes on any port.

import type { Side } from '../wire/span.ts'
import { amqp } from './upgrades/amqp.ts'
import { measureLine, type Dialogue, type Opening } from './upgrades/dialogue.ts'
import { http } from './upgrades/http.ts'
import { ldap } from './upgrades/ldap.ts'
import { LineDialogue } from './upgrades/line-protocol.ts'
import { mysql } from './upgrades/mysql.ts'
import { postgres } from './upgrades/postgres.ts'
import { proxyProtocol } from './upgrades/proxy-protocol.ts'
import { rdp } from './upgrades/rdp.ts'
import { socks4, socks5 } from './upgrades/socks.ts'
import { tds } from './upgrades/tds.ts'
import { xmpp } from './upgrades/xmpp.ts'

/** Anything that speaks in printable lines: which protocol it is shows in what is said. */
const lines: Opening = {
  fits(_from, bytes, at, to) {
    const length = measureLine(bytes, at, to)
    const end = length > 0 ? at + length : to
    for (let i = at; i < end; i++) if (!isText(bytes[i] ?? 0)) return 'no'
    if (length < 0) return 'no'
    return length > 0 ? 'yes' : 'more'
  },
  begin: () => new LineDialogue(),
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

/** The strictest first, lines last: they fit whatever is text. */
const openings: readonly Opening[] = [
  proxyProtocol,
  socks5,
  socks4,
  tds,
  rdp,
  postgres,
  mysql,
  ldap,
  amqp,
  xmpp,
  http,
  lines,
]

/** The dialogue that begins at `at`; `more` while that can't be told, null where it is none that is known. */
export function recogniseDialogue(
  from: Side,
  bytes: Uint8Array,
  at: number,
  to: number,
): Dialogue | 'more' | null {
  for (const opening of openings) {
    const fit = opening.fits(from, bytes, at, to)
    if (fit === 'yes') return opening.begin()
    // A stricter one that may still fit goes before a laxer one that does.
    if (fit === 'more') return 'more'
  }
  return null
}
