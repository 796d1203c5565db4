// LDAP: the StartTLS extended operation. RFC 4511 section 4.14.

import type { Side } from '../../wire/span.ts'
import { textOf, type Dialogue, type Opening, type Said } from './dialogue.ts'

const startTls = '1.3.6.1.4.1.1466.20037'

/** Tags of BER, and of LDAP's operations. RFC 4511 section 4.2 and after. */
const sequence = 0x30
const integer = 0x02
const enumerated = 0x0a
const bindRequest = 0x60
const searchRequest = 0x63
const extendedRequest = 0x77
const extendedResponse = 0x78

/** Nothing before TLS is this long, save for search results: then the rest is not looked at. */
const messageMost = 32 << 10

interface Element {
  readonly tag: number
  /** Where its contents begin and end. */
  readonly from: number
  readonly to: number
}

/** Reads a tag and a length; null while they are not whole, or where the length is out of bounds. */
function readElement(bytes: Uint8Array, at: number, to: number): Element | null {
  if (to - at < 2) return null
  const first = bytes[at + 1] ?? 0
  const count = first < 0x80 ? 0 : first & 0x7f
  if (count > 4 || to - at < 2 + count) return null
  let length = count === 0 ? first : 0
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0)
  const from = at + 2 + count
  return { tag: bytes[at] ?? 0, from, to: from + length }
}

/** The operation in a message: after the sequence's header and the message's number. */
function findOperation(bytes: Uint8Array, at: number, to: number): Element | null {
  const message = readElement(bytes, at, to)
  const number = message && readElement(bytes, message.from, to)
  if (message?.tag !== sequence || number?.tag !== integer) return null
  return readElement(bytes, number.to, to)
}

class LdapDialogue implements Dialogue {
  readonly protocol = 'ldap'
  readonly upgrade = 'starttls-ldap'
  awaits = false

  measure(_from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (bytes[at] !== sequence) return -1
    const message = readElement(bytes, at, to)
    if (!message) return to - at > 6 ? -1 : 0
    if (message.to - at > messageMost) return -1
    return message.to <= to ? message.to - at : 0
  }

  take(from: Side, message: Uint8Array): Said {
    const operation = findOperation(message, 0, message.length)
    if (!operation) return { text: null }
    if (from === 'client' && operation.tag === extendedRequest) {
      const name = readElement(message, operation.from, operation.to)
      const oid = name ? textOf(message.subarray(name.from, name.to)) : ''
      if (oid !== startTls) return { text: `ExtendedRequest ${oid.replace(/[^0-9.]/g, '')}` }
      this.awaits = true
      return { text: `ExtendedRequest StartTLS (${oid})`, asked: true }
    }
    if (from === 'server' && operation.tag === extendedResponse)
      return this.#answer(message, operation)
    return { text: names[operation.tag] ?? null }
  }

  #answer(message: Uint8Array, operation: Element): Said {
    const result = readElement(message, operation.from, operation.to)
    const code = result?.tag === enumerated ? (message[result.from] ?? 0) : null
    const text = `ExtendedResponse resultCode ${code ?? 'unreadable'}`
    if (!this.awaits || code === null) return { text }
    this.awaits = false
    return code === 0 ? { text, accepted: true, over: true } : { text, accepted: false }
  }
}

const names: Record<number, string> = {
  0x60: 'BindRequest …',
  0x61: 'BindResponse',
  0x42: 'UnbindRequest',
  0x63: 'SearchRequest',
  0x65: 'SearchResultDone',
}

export const ldap: Opening = {
  fits(from, bytes, at, to) {
    if (from !== 'client' || bytes[at] !== sequence) return 'no'
    const operation = findOperation(bytes, at, to)
    if (!operation) return to - at < 14 ? 'more' : 'no'
    return [bindRequest, searchRequest, extendedRequest].includes(operation.tag) ? 'yes' : 'no'
  },
  begin: () => new LdapDialogue(),
}
