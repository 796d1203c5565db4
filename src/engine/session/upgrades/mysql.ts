// MySQL and MariaDB: the client says in its first packet that it goes on in TLS, and does, without an answer.
// MySQL documentation, "Connection Phase".

import type { Side } from '../../wire/span.ts'
import { printable, textOf, type Dialogue, type Opening, type Said } from './dialogue.ts'

const headerLength = 4
const protocolVersion = 10
const errorPacket = 0xff
/** CLIENT_SSL, in the lower half of the capabilities. */
const clientSsl = 0x0800
/** A login without its variable part: capabilities, packet size, character set and 23 bytes of filler. */
const sslRequestLength = 32
/** Greetings are about a hundred bytes; errors are sentences. */
const packetMost = 4096

class MysqlDialogue implements Dialogue {
  readonly protocol = 'mysql'
  readonly upgrade = 'mysql'
  readonly awaits = false
  #loggedIn = false

  measure(_from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (this.#loggedIn) return -1
    if (to - at < headerLength) return 0
    const length = headerLength + payloadLength(bytes, at)
    if (length > packetMost) return -1
    return to - at < length ? 0 : length
  }

  take(from: Side, packet: Uint8Array): Said {
    const body = packet.subarray(headerLength)
    return from === 'server' ? this.#takeServer(body) : this.#takeClient(body)
  }

  #takeServer(body: Uint8Array): Said {
    if (body[0] === errorPacket) return { text: `error ${printable(textOf(body.subarray(3)))}` }
    if (body[0] !== protocolVersion) return { text: null }
    const nul = body.indexOf(0, 1)
    const version = printable(textOf(body.subarray(1, nul < 0 ? 1 : nul)))
    // After the version: connection number (4), challenge (8), filler (1), capabilities.
    const at = nul + 1 + 4 + 8 + 1
    const capabilities = (body[at] ?? 0) | ((body[at + 1] ?? 0) << 8)
    return { text: `greeting ${version}`, offered: (capabilities & clientSsl) !== 0 }
  }

  #takeClient(body: Uint8Array): Said {
    const capabilities = (body[0] ?? 0) | ((body[1] ?? 0) << 8)
    if (body.length === sslRequestLength && (capabilities & clientSsl) !== 0)
      return { text: 'SSLRequest', asked: true }
    this.#loggedIn = true
    return { text: 'login …' }
  }
}

function payloadLength(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
}

export const mysql: Opening = {
  /** The server's greeting: packet 0, protocol 10, a version in digits; or an error in its place. */
  fits(from, bytes, at, to) {
    if (from !== 'server') return 'no'
    if (to - at < 6) return to - at > 3 && bytes[at + 3] !== 0 ? 'no' : 'more'
    const length = payloadLength(bytes, at)
    if (bytes[at + 3] !== 0 || length < 4 || length > packetMost) return 'no'
    const digit = bytes[at + 5] ?? 0
    if (bytes[at + 4] === protocolVersion) return digit >= 0x30 && digit <= 0x39 ? 'yes' : 'no'
    return bytes[at + 4] === errorPacket ? 'yes' : 'no'
  },
  begin: () => new MysqlDialogue(),
}
