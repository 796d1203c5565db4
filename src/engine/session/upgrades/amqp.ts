// AMQP 1.0: the header that asks for TLS. AMQP 1.0 part 5, section 5.2.

import type { Side } from '../../wire/span.ts'
import { fitsBytes, type Dialogue, type Opening, type Said } from './dialogue.ts'

const letters = [0x41, 0x4d, 0x51, 0x50]
const headerLength = 8
const tlsProtocol = 2

class AmqpDialogue implements Dialogue {
  readonly protocol = 'amqp'
  readonly upgrade = 'amqp'
  awaits = false

  measure(_from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (fitsBytes(letters, bytes, at, to) === 'no') return -1
    return to - at < headerLength ? 0 : headerLength
  }

  take(from: Side, header: Uint8Array): Said {
    const [protocol = 0, major = 0, minor = 0, revision = 0] = header.subarray(4)
    const text = `AMQP protocol ${protocol}, version ${major}.${minor}.${revision}`
    if (from === 'client') {
      this.awaits = protocol === tlsProtocol
      return this.awaits ? { text, asked: true } : { text }
    }
    if (!this.awaits) return { text }
    this.awaits = false
    const accepted = protocol === tlsProtocol
    return { text, accepted, over: accepted }
  }
}

export const amqp: Opening = {
  fits: (from, bytes, at, to) => (from === 'client' ? fitsBytes(letters, bytes, at, to) : 'no'),
  begin: () => new AmqpDialogue(),
}
