// STARTTLS and its kin in protocols that speak in lines: one description each.

import type { Side } from '../../wire/span.ts'
import { measureLine, printable, textOf, type Dialogue, type Said } from './dialogue.ts'
import { ftp } from './ftp.ts'
import { imap } from './imap.ts'
import { irc } from './irc.ts'
import { nntp } from './nntp.ts'
import { pop3 } from './pop3.ts'
import { sieve } from './sieve.ts'
import { smtp } from './smtp.ts'

/** How a protocol goes on to TLS. Expressions are matched against single lines without their ends. */
export interface LineProtocol {
  readonly protocol: string
  readonly upgrade: string
  /** The server's first line; several protocols may share it. */
  readonly greets: RegExp
  /** A client's line that tells the protocol from others with the same greeting. */
  readonly speaks: RegExp
  /** The server names TLS among its capabilities. */
  readonly offers: RegExp
  /** The last line of a list of capabilities: if it comes without an offer, there is none. */
  readonly listEnds: RegExp
  /** The client asks for the list; without this, any line that `listEnds` fits ends one. */
  readonly lists?: RegExp
  /** The client asks for TLS. A first group is the tag that the answer repeats. */
  readonly asks: RegExp
  readonly accepts: RegExp
  readonly refuses: RegExp
  /** The client's line carries a credential: the group is what may be shown of it. */
  readonly secret: RegExp
  /** The server asks for a credential: the client's next line is one. */
  readonly challenges?: RegExp
}

/** In this order: the first that fits is taken. */
const protocols: readonly LineProtocol[] = [smtp, ftp, pop3, imap, nntp, sieve, irc]

/** Lines kept of a dialogue that is none of these. */
const strangeMost = 20

export class LineDialogue implements Dialogue {
  /** Those that fit what was said so far, likeliest first. */
  #candidates: readonly LineProtocol[] = []
  #sure = false
  #greeted = false
  #lines = 0
  #listing = false
  #offered = false
  #tag: string | null = null
  #secretNext = false
  awaits = false

  get protocol(): string | null {
    return this.#candidates[0]?.protocol ?? null
  }

  get upgrade(): string {
    return this.#candidates[0]?.upgrade ?? ''
  }

  measure(_from: Side, bytes: Uint8Array, at: number, to: number): number {
    return measureLine(bytes, at, to)
  }

  take(from: Side, message: Uint8Array): Said {
    const line = textOf(message).replace(/\r?\n$/, '')
    this.#lines++
    return from === 'client' ? this.#takeClient(line) : this.#takeServer(line)
  }

  #takeClient(line: string): Said {
    if (!this.#sure) this.#tell(line)
    const protocol = this.#candidates[0]
    if (!protocol) return { text: this.#lines > strangeMost ? null : printable(line) }
    if (this.#secretNext) {
      this.#secretNext = false
      return { text: '…' }
    }
    const secret = protocol.secret.exec(line)
    if (secret) return { text: `${printable(secret[1] ?? '')} …` }
    const asks = protocol.asks.exec(line)
    if (asks) {
      this.#tag = asks[1] ?? null
      this.awaits = true
      return { text: printable(line), asked: true }
    }
    if (protocol.lists?.test(line)) {
      this.#listing = true
      this.#offered = false
    }
    return { text: printable(line) }
  }

  #takeServer(line: string): Said {
    if (!this.#greeted) {
      this.#greeted = true
      if (!this.#sure) this.#candidates = protocols.filter((protocol) => protocol.greets.test(line))
    }
    const protocol = this.#candidates[0]
    if (!protocol) return { text: this.#lines > strangeMost ? null : printable(line) }
    const text = printable(line)
    if (protocol.challenges?.test(line)) this.#secretNext = true
    if (this.awaits) {
      const answer = this.#tag === null ? line : this.#withoutTag(line, this.#tag)
      if (answer !== null && protocol.accepts.test(answer)) {
        this.awaits = false
        return { text, accepted: true, over: true }
      }
      if (answer !== null && protocol.refuses.test(answer)) {
        this.awaits = false
        return { text, accepted: false }
      }
    }
    if (protocol.offers.test(line)) {
      this.#offered = true
      this.#endList(protocol, line)
      return { text, offered: true }
    }
    if (this.#endList(protocol, line)) return { text, offered: this.#offered }
    return { text }
  }

  #endList({ lists, listEnds }: LineProtocol, line: string): boolean {
    if ((lists && !this.#listing) || !listEnds.test(line)) return false
    this.#listing = false
    return true
  }

  #withoutTag(line: string, tag: string): string | null {
    return line.startsWith(`${tag} `) ? line.slice(tag.length + 1) : null
  }

  /** The client's words tell protocols with the same greeting apart, or name one where there was none. */
  #tell(line: string): void {
    // Where the server did not greet, the client's first words name IRC: in the others it waits to be greeted.
    const among = this.#greeted ? this.#candidates : [irc, ...protocols]
    const told = among.find((protocol) => protocol.speaks.test(line))
    if (!told) return
    this.#candidates = [told]
    this.#sure = true
  }
}
