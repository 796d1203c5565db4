// What keys depend on in the two hellos, and nothing else of them. RFC 8446 §4.1.2 and §4.1.3.

import { extensions as extensionNumbers } from '../registry/tables/extensions.ts'
import { specialValueRows } from '../registry/tables/special-values.ts'
import { hex } from '../crypto/octets.ts'

/** Views into the message they were read from. */
export interface HelloFacts {
  readonly version: number
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  /** Offered by a client, in its order; the one that a server chose. */
  readonly suites: readonly number[]
  readonly extensions: ReadonlyMap<number, Uint8Array>
}

const retryRandom = specialValueRows.find((row) => row.name === 'HelloRetryRequest')?.hex ?? ''

export function isRetry(hello: HelloFacts): boolean {
  return hex(hello.random) === retryRandom
}

/** The version in force after a ServerHello. */
export function negotiatedVersion(hello: HelloFacts): number {
  const chosen = hello.extensions.get(extensionNumbers.supported_versions)
  return chosen?.length === 2 ? (chosen[0]! << 8) | chosen[1]! : hello.version
}

/**
 * Null when the message ends before its suites do. This is a second, smaller reading of what `tls/` reads for
 * people: there damage is told, here it means that there is nothing to derive keys from.
 */
export function findHelloFacts(message: Uint8Array): HelloFacts | null {
  if (isV2Hello(message)) return readV2Hello(message)
  const fromClient = message[0] === 1
  const reader = new Reader(message.subarray(4))
  const version = reader.integer(2)
  const random = reader.take(32)
  const sessionId = reader.take(reader.integer(1))
  if (fromClient && version >= 0xfe00) reader.take(reader.integer(1)) // the cookie of DTLS
  const suiteBytes = reader.take(fromClient ? reader.integer(2) : 2)
  reader.take(fromClient ? reader.integer(1) : 1)
  if (reader.short) return null
  const suites: number[] = []
  for (let at = 0; at + 1 < suiteBytes.length; at += 2)
    suites.push((suiteBytes[at]! << 8) | suiteBytes[at + 1]!)
  return { version, random, sessionId, suites, extensions: readExtensions(reader) }
}

function readExtensions(reader: Reader): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>()
  reader.integer(2)
  while (reader.left > 0) {
    const type = reader.integer(2)
    const data = reader.take(reader.integer(2))
    if (reader.short) break
    found.set(type, data)
  }
  return found
}

/** A ClientHello in the form of SSL 2.0, which lacks the header of a handshake message. RFC 5246 §E.2. */
export function isV2Hello(message: Uint8Array): boolean {
  if (message[0] !== 1 || message[1] !== 3 || message.length < 9) return false
  const lengths = [3, 5, 7].map((at) => (message[at]! << 8) | message[at + 1]!)
  return message.length === 9 + lengths.reduce((sum, each) => sum + each, 0)
}

function readV2Hello(message: Uint8Array): HelloFacts {
  const challenge = message.subarray(message.length - ((message[7]! << 8) | message[8]!))
  const random = new Uint8Array(32)
  random.set(challenge.subarray(-32), 32 - Math.min(32, challenge.length))
  const none = new Uint8Array(0)
  return {
    version: 0x0300 | message[2]!,
    random,
    sessionId: none,
    suites: [],
    extensions: new Map(),
  }
}

/** Reads what is there; `short` remembers that something was not. */
class Reader {
  short = false
  private readonly bytes: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  integer(width: number): number {
    let value = 0
    for (const byte of this.take(width)) value = value * 256 + byte
    return value
  }

  take(length: number): Uint8Array {
    if (length > this.left) this.short = true
    const from = this.at
    this.at = Math.min(this.bytes.length, from + length)
    return this.bytes.subarray(from, this.at)
  }
}
