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
    const line = textOf(message).replace(/\r?\n$/, '')
    const secret = secretHeader.exec(line)
    const shown = secret ? `${secret[1] ?? ''}: …` : printable(line)
    const text = this.#asking || this.#lines++ < idleMost ? shown : null
    return from === 'client' ? this.#takeClient(line, text) : this.#takeServer(line, text)
  }

  #takeClient(line: string, text: string | null): Said {
    if (line === '') this.#inBody.client = true
    const request = requestLine.exec(line)
    if (request) this.#inBody.server = false
    if (request?.[1] === 'CONNECT') {
      this.upgrade = 'http-connect'
      this.#ask()
      return { text, asked: true, ...(request[2] && { target: request[2] }) }
    }
    if (/^Upgrade\s*:.*\bTLS\/1\.\d/i.test(line)) {
      this.upgrade = 'http-upgrade'
      this.#ask()
      return { text, asked: true }
    }
    return { text }
  }

  #takeServer(line: string, text: string | null): Said {
    const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(line)
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
    if (/^Upgrade\s*:.*\bTLS\/1\.\d/i.test(line)) return { text, offered: true }
    return { text }
  }

  #ask(): void {
    this.awaits = true
    this.#asking = true
    this.#granted = false
  }
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
