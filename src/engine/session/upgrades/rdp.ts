// RDP: security negotiated in the X.224 connection request. MS-RDPBCGR section 2.2.1.1 and 2.2.1.2.

import type { Side } from '../../wire/span.ts'
import {
  fitsBytes,
  printable,
  textOf,
  u16,
  type Dialogue,
  type Opening,
  type Said,
} from './dialogue.ts'

const tpktHeader = 4
const connectionRequest = 0xe0
const connectionConfirm = 0xd0
const negotiationRequest = 1
const negotiationResponse = 2
const negotiationFailure = 3
/** TPKT header, and X.224 header of a connection request or confirm. */
const fixedLength = 11
const negotiationLength = 8
const packetMost = 512

const protocolNames: readonly [bit: number, name: string][] = [
  [1, 'TLS'],
  [2, 'CredSSP'],
  [4, 'RDSTLS'],
  [8, 'CredSSP with early user authorization'],
  [16, 'RDS AAD'],
]

const failures: Record<number, string> = {
  1: 'SSL_REQUIRED_BY_SERVER',
  2: 'SSL_NOT_ALLOWED_BY_SERVER',
  3: 'SSL_CERT_NOT_ON_SERVER',
  4: 'INCONSISTENT_FLAGS',
  5: 'HYBRID_REQUIRED_BY_SERVER',
  6: 'SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER',
}

class RdpDialogue implements Dialogue {
  readonly protocol = 'rdp'
  readonly upgrade = 'rdp'
  awaits = false

  measure(_from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (bytes[at] !== 3) return -1
    if (to - at < tpktHeader) return 0
    const length = u16(bytes, at + 2)
    if (length < fixedLength || length > packetMost) return -1
    return to - at < length ? 0 : length
  }

  take(from: Side, packet: Uint8Array): Said {
    const negotiation = packet.subarray(Math.max(fixedLength, packet.length - negotiationLength))
    const has = negotiation.length === negotiationLength && u16(negotiation, 2) === 0x0800
    const kind = has ? negotiation[0] : 0
    const value = (negotiation[4] ?? 0) | ((negotiation[5] ?? 0) << 8)
    if (from === 'client' && packet[5] === connectionRequest) {
      const cookie = /Cookie: [^\r]*/.exec(textOf(packet))?.[0] ?? ''
      const asked = kind === negotiationRequest && value !== 0
      this.awaits = asked
      const text = `connection request for ${asked ? names(value) : 'RDP security'}${cookie && `, ${printable(cookie)}`}`
      return asked ? { text, asked } : { text }
    }
    if (from === 'server' && packet[5] === connectionConfirm) return this.#answer(kind ?? 0, value)
    return { text: null }
  }

  #answer(kind: number, value: number): Said {
    const waited = this.awaits
    this.awaits = false
    if (kind === negotiationFailure)
      return {
        text: `negotiation failure ${value}: ${failures[value] ?? 'unknown'}`,
        accepted: false,
      }
    const accepted = kind === negotiationResponse && value !== 0
    const text = `connection confirm: ${accepted ? names(value) : 'RDP security'}`
    return waited ? { text, accepted, over: accepted } : { text }
  }
}

function names(bits: number): string {
  return protocolNames
    .filter(([bit]) => (bits & bit) !== 0)
    .map(([, name]) => name)
    .join(', ')
}

export const rdp: Opening = {
  fits(from, bytes, at, to) {
    if (from !== 'client') return 'no'
    const start = fitsBytes([3, 0], bytes, at, to)
    if (start !== 'yes') return start
    if (to - at < 6) return 'more'
    return bytes[at + 5] === connectionRequest ? 'yes' : 'no'
  },
  begin: () => new RdpDialogue(),
}
