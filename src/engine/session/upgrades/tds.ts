// SQL Server: encryption is negotiated in PRELOGIN, and TLS's handshake goes inside packets of TDS. MS-TDS sections 2.2.3 and 2.2.6.5.

import type { Side } from '../../wire/span.ts'
import { fitsBytes, u16, type Dialogue, type Opening, type Said } from './dialogue.ts'

export const tdsHeaderLength = 8
const prelogin = 0x12
const tabular = 0x04
const endOfMessage = 1
const encryptionToken = 1
const terminator = 0xff

const encryptions: Record<number, string> = {
  0: 'ENCRYPT_OFF (login only)',
  1: 'ENCRYPT_ON',
  2: 'ENCRYPT_NOT_SUP',
  3: 'ENCRYPT_REQ',
}
const notSupported = 2

/** Packets before login fit into TDS's smallest buffer many times over. */
const packetMost = 4096

/** Whether a byte begins a packet that carries TLS, and not a record of its own. */
export function isTdsCarrier(type: number): boolean {
  return type === prelogin || type === tabular
}

class TdsDialogue implements Dialogue {
  readonly protocol = 'tds'
  readonly upgrade = 'tds'
  awaits = false

  measure(_from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (!isTdsCarrier(bytes[at] ?? 0)) return -1
    if (to - at < tdsHeaderLength) return 0
    const length = u16(bytes, at + 2)
    if (length < tdsHeaderLength || length > packetMost) return -1
    return to - at < length ? 0 : length
  }

  take(from: Side, packet: Uint8Array): Said {
    const encryption = findEncryption(packet.subarray(tdsHeaderLength))
    if (encryption === null) return { text: null }
    const text = `PRELOGIN ${encryptions[encryption] ?? `encryption ${encryption}`}`
    if (from === 'client') {
      this.awaits = encryption !== notSupported
      return this.awaits ? { text, asked: true } : { text }
    }
    const waited = this.awaits
    this.awaits = false
    return waited ? { text, accepted: encryption !== notSupported } : { text }
  }
}

/** The option's value: a list of token, offset and length, then what they point at. */
function findEncryption(body: Uint8Array): number | null {
  for (let at = 0; at + 5 <= body.length && body[at] !== terminator; at += 5)
    if (body[at] === encryptionToken) return body[u16(body, at + 1)] ?? null
  return null
}

export const tds: Opening = {
  /** PRELOGIN, whose first option is the version, right behind the list. */
  fits(from, bytes, at, to) {
    if (from !== 'client') return 'no'
    const start = fitsBytes([prelogin, endOfMessage], bytes, at, to)
    if (start !== 'yes') return start
    if (to - at < tdsHeaderLength + 1) return 'more'
    return bytes[at + tdsHeaderLength] === 0 ? 'yes' : 'no'
  },
  begin: () => new TdsDialogue(),
}
