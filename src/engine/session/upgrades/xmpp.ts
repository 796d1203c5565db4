// XMPP: STARTTLS. RFC 6120 section 5.

import type { Side } from '../../wire/span.ts'
import { printable, textOf, type Dialogue, type Opening, type Said } from './dialogue.ts'

/** No tag before TLS is this long. */
const tagMost = 8 << 10

class XmppDialogue implements Dialogue {
  readonly protocol = 'xmpp'
  readonly upgrade = 'starttls-xmpp'
  awaits = false
  #secret = false
  #offered = false

  /** A tag, with the text before it. */
  measure(_from: Side, bytes: Uint8Array, at: number, to: number): number {
    const end = bytes.indexOf(0x3e, at)
    if (end >= 0 && end < to) return end + 1 - at
    return to - at > tagMost ? -1 : 0
  }

  take(from: Side, message: Uint8Array): Said {
    const tag = textOf(message).trim()
    return from === 'client' ? this.#takeClient(tag) : this.#takeServer(tag)
  }

  #takeClient(tag: string): Said {
    if (this.#secret) {
      this.#secret = false
      return { text: '…' }
    }
    if (/^<(auth|response)\b/.test(tag)) {
      this.#secret = !tag.endsWith('/>')
      return { text: '<auth …>' }
    }
    if (!tag.startsWith('<starttls')) return { text: printable(tag) }
    this.awaits = true
    return { text: printable(tag), asked: true }
  }

  #takeServer(tag: string): Said {
    const text = printable(tag)
    if (this.awaits && /^<proceed\b/.test(tag)) {
      this.awaits = false
      return { text, accepted: true, over: true }
    }
    if (this.awaits && /^<(failure|stream:error)\b/.test(tag)) {
      this.awaits = false
      return { text, accepted: false }
    }
    if (tag.startsWith('<starttls')) {
      this.#offered = true
      return { text, offered: true }
    }
    return tag === '</stream:features>' ? { text, offered: this.#offered } : { text }
  }
}

export const xmpp: Opening = {
  fits(_from, bytes, at, to) {
    if (bytes[at] !== 0x3c) return 'no'
    const text = textOf(bytes.subarray(at, Math.min(to, at + 8)))
    if (text.length < 8)
      return '<?xml ve'.startsWith(text) || '<stream:'.startsWith(text) ? 'more' : 'no'
    return text === '<?xml ve' || text === '<stream:' ? 'yes' : 'no'
  },
  begin: () => new XmppDialogue(),
}
