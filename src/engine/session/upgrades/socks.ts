// SOCKS 4, 4a and 5. RFC 1928, RFC 1929, and the memo of SOCKS 4.

import type { Side } from '../../wire/span.ts'
import { printable, textOf, u16, type Dialogue, type Opening, type Said } from './dialogue.ts'

const connect = 1
/** Names are at most 255 bytes, and user names of SOCKS 4 not much longer. */
const requestMost = 600

const replies5: Record<number, string> = {
  0: 'succeeded',
  1: 'general failure',
  2: 'not allowed by ruleset',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'TTL expired',
  7: 'command not supported',
  8: 'address type not supported',
}

class Socks5 implements Dialogue {
  readonly protocol = 'socks5'
  readonly upgrade = 'socks5'
  awaits = false
  #client: 'methods' | 'password' | 'request' | 'done' = 'methods'
  #server: 'method' | 'password' | 'reply' = 'method'

  measure(from: Side, bytes: Uint8Array, at: number, to: number): number {
    const length =
      from === 'client' ? this.#measureClient(bytes, at, to) : this.#measureServer(bytes, at, to)
    return length > to - at ? 0 : length
  }

  #measureClient(bytes: Uint8Array, at: number, to: number): number {
    if (to - at < 2) return 0
    switch (this.#client) {
      case 'methods':
        return 2 + (bytes[at + 1] ?? 0)
      case 'password': {
        // Some clients send no password where the server asks for none: then the request comes at once.
        if (bytes[at] === 5) {
          this.#client = 'request'
          return this.#measureClient(bytes, at, to)
        }
        const user = bytes[at + 1] ?? 0
        return to - at < 3 + user ? 0 : 3 + user + (bytes[at + 2 + user] ?? 0)
      }
      case 'request':
        return measureAddressed(bytes, at, to)
      case 'done':
        return -1
    }
  }

  #measureServer(bytes: Uint8Array, at: number, to: number): number {
    return this.#server === 'reply' ? measureAddressed(bytes, at, to) : 2
  }

  take(from: Side, message: Uint8Array): Said {
    return from === 'client' ? this.#takeClient(message) : this.#takeServer(message)
  }

  #takeClient(message: Uint8Array): Said {
    switch (this.#client) {
      case 'methods':
        this.#client = 'password'
        this.awaits = true
        return { text: `SOCKS5 methods ${[...message.subarray(2)].join(' ')}`, asked: true }
      case 'password':
        this.#client = 'request'
        return { text: 'SOCKS5 user name and password …' }
      default: {
        this.#client = 'done'
        const target = addressOf(message)
        const text = `SOCKS5 ${message[1] === connect ? 'CONNECT' : `command ${message[1] ?? 0}`} ${target}`
        return { text, asked: true, target }
      }
    }
  }

  #takeServer(message: Uint8Array): Said {
    const code = message[1] ?? 0
    switch (this.#server) {
      case 'method': {
        this.#server = code === 2 ? 'password' : 'reply'
        if (code !== 2 && this.#client === 'password') this.#client = 'request'
        const text = `SOCKS5 method ${code}`
        if (code !== 0xff) return { text }
        this.awaits = false
        return { text: 'SOCKS5 no acceptable method', accepted: false }
      }
      case 'password':
        this.#server = 'reply'
        if (code === 0) return { text: 'SOCKS5 user accepted' }
        this.awaits = false
        return { text: `SOCKS5 user refused (${code})`, accepted: false }
      case 'reply': {
        this.awaits = false
        const text = `SOCKS5 reply ${code}: ${replies5[code] ?? 'unknown'}`
        return { text, accepted: code === 0, over: code === 0 }
      }
    }
  }
}

/** Request and reply have one form: version, code, reserved, kind of address, address, port. */
function measureAddressed(bytes: Uint8Array, at: number, to: number): number {
  if (to - at < 5) return 0
  switch (bytes[at + 3]) {
    case 1:
      return 10
    case 3:
      return 7 + (bytes[at + 4] ?? 0)
    case 4:
      return 22
    default:
      return -1
  }
}

function addressOf(message: Uint8Array): string {
  const port = u16(message, message.length - 2)
  const address = message.subarray(4, message.length - 2)
  if (message[3] === 3) return `${printable(textOf(address.subarray(1)))}:${port}`
  if (message[3] === 1) return `${[...address].join('.')}:${port}`
  const groups = Array.from({ length: 8 }, (_, i) => u16(address, 2 * i).toString(16))
  return `[${groups.join(':')}]:${port}`
}

class Socks4 implements Dialogue {
  readonly protocol = 'socks4'
  readonly upgrade = 'socks4'
  awaits = false

  measure(from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (from === 'server') return to - at < 8 ? 0 : 8
    const user = bytes.indexOf(0, at + 8)
    if (user < 0 || user >= to) return to - at > requestMost ? -1 : 0
    if (!isNamed(bytes, at)) return user + 1 - at
    const name = bytes.indexOf(0, user + 1)
    if (name < 0 || name >= to) return to - at > requestMost ? -1 : 0
    return name + 1 - at
  }

  take(from: Side, message: Uint8Array): Said {
    if (from === 'client') {
      this.awaits = true
      const name = isNamed(message, 0)
        ? printable(textOf(message.subarray(message.indexOf(0, 8) + 1, -1)))
        : [...message.subarray(4, 8)].join('.')
      const target = `${name}:${u16(message, 2)}`
      return { text: `SOCKS4 CONNECT ${target}`, asked: true, target }
    }
    this.awaits = false
    const code = message[1] ?? 0
    const accepted = code === 0x5a
    return {
      text: `SOCKS4 reply ${code}: ${accepted ? 'granted' : 'rejected'}`,
      accepted,
      over: accepted,
    }
  }
}

/** SOCKS 4a: the address 0.0.0.x says that a name follows. */
function isNamed(bytes: Uint8Array, at: number): boolean {
  return u16(bytes, at + 4) === 0 && bytes[at + 6] === 0 && bytes[at + 7] !== 0
}

export const socks5: Opening = {
  /** Nothing but version, count and that many method numbers. */
  fits(from, bytes, at, to) {
    if (from !== 'client' || bytes[at] !== 5) return 'no'
    if (to - at < 2) return 'more'
    const count = bytes[at + 1] ?? 0
    if (count === 0 || count > 16) return 'no'
    return to - at < 2 + count ? 'more' : 'yes'
  },
  begin: () => new Socks5(),
}

export const socks4: Opening = {
  fits(from, bytes, at, to) {
    if (from !== 'client' || bytes[at] !== 4) return 'no'
    if (to - at > 1 && bytes[at + 1] !== connect) return 'no'
    if (to - at < 9) return 'more'
    return u16(bytes, at + 2) === 0 ? 'no' : 'yes'
  },
  begin: () => new Socks4(),
}
