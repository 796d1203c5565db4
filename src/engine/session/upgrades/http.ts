// HTTP: a tunnel by CONNECT (RFC 9110 section 9.3.6), and Upgrade to TLS (RFC 2817).

import type { Side } from '../../wire/span.ts'
import {
  measureLine,
  printable,
  textOf,
  type Dialogue,
  type Opening,
  type Said,
} from './dialogue.ts'

const requestLine = /^([A-Z]{3,16}) (\S+) HTTP\/1\.[01]\s*$/
const secretHeader = /^((?:Proxy-)?Authorization|Cookie|Set-Cookie)\s*:/i

const statusLine = /^HTTP\/1\.[01] (\d{3})\b/
const upgradeHeader = /^Upgrade\s*:.*\bTLS\/1\.\d/i

/** 101 Switching Protocols. */
const switching = 101

/** Lines kept of a dialogue that asks for nothing: bodies come as lines, too. */
const idleMost = 40

class HttpDialogue implements Dialogue {
  readonly protocol = 'http'
  upgrade = 'http-connect'
  awaits = false
  /** After the blank line of its headers a side is not followed until the other speaks: a download has no lines. */
  readonly #inBody: Record<Side, boolean> = { client: false, server: false }
  /** The answer that grants the request is under way. */
  #granted = false
  #asking = false
  #lines = 0

  measure(from: Side, bytes: Uint8Array, at: number, to: number): number {
    return this.#inBody[from] ? -1 : measureLine(bytes, at, to)
  }

  isDeafTo(from: Side): boolean {
    return this.#inBody[from]
  }

  take(from: Side, message: Uint8Array): Said {
    const line = textOf(message.subarray(0, lengthOfText(message)))
    const text = this.#asking || this.#lines++ < idleMost ? shownOf(line) : null
    return from === 'client' ? this.#takeClient(line, text) : this.#takeServer(line, text)
  }

  #takeClient(line: string, text: string | null): Said {
    if (line === '') this.#inBody.client = true
    const request = line.includes(' HTTP/1.') ? requestLine.exec(line) : null
    if (request) this.#inBody.server = false
    if (request?.[1] === 'CONNECT') {
      this.upgrade = 'http-connect'
      this.#ask()
      return { text, asked: true, ...(request[2] && { target: request[2] }) }
    }
    if (isUpgrade(line)) {
      this.upgrade = 'http-upgrade'
      this.#ask()
      return { text, asked: true }
    }
    return { text }
  }

  #takeServer(line: string, text: string | null): Said {
    const status = line.startsWith('HTTP/1.') ? statusLine.exec(line) : null
    if (status) {
      this.#inBody.client = false
      const code = Number(status[1])
      const isInterim = code < 200 && code !== switching
      if (!this.awaits || isInterim) return { text }
      const accepted = this.upgrade === 'http-connect' ? code < 300 : code === switching
      this.#granted = accepted
      this.awaits = accepted
      return { text, accepted }
    }
    if (line === '' && this.#granted) {
      // The blank line ends the answer that granted the request: the tunnel begins here.
      this.awaits = false
      return { text: null, over: true }
    }
    if (line === '') this.#inBody.server = true
    if (isUpgrade(line)) return { text, offered: true }
    return { text }
  }

  #ask(): void {
    this.awaits = true
    this.#asking = true
    this.#granted = false
  }
}

function isUpgrade(line: string): boolean {
  return (line[0] === 'U' || line[0] === 'u') && upgradeHeader.test(line)
}

function shownOf(line: string): string {
  const [secret] = secretHeader.exec(line) ?? []
  return secret === undefined ? printable(line) : `${secret.slice(0, -1).trimEnd()}: …`
}

/** Without its line end. */
function lengthOfText(message: Uint8Array): number {
  const end = message.length - 1
  return message[end] !== 0x0a ? end + 1 : message[end - 1] === 0x0d ? end - 1 : end
}

export const http: Opening = {
  fits(from, bytes, at, to) {
    if (from !== 'client') return 'no'
    const first = bytes[at] ?? 0
    if (first < 0x41 || first > 0x5a) return 'no'
    const length = measureLine(bytes, at, to)
    if (length <= 0) return length === 0 ? 'more' : 'no'
    const line = textOf(bytes.subarray(at, at + length)).trimEnd()
    return requestLine.test(line) ? 'yes' : 'no'
  },
  begin: () => new HttpDialogue(),
}
