// What was agreed on in a TLS exchange so far: it decides how records and later messages are read.

import { nameOfCipherSuite, nameOfHandshakeType } from '../registry/name.ts'
import { noContext, parseHandshake } from '../tls/handshake.ts'
import type { HandshakeBody, HandshakeContext, ServerHello } from '../tls/handshake.ts'
import { selectedVersion } from '../tls/hello.ts'
import { isTls13 } from '../tls/version.ts'
import { WireError } from '../wire/cursor.ts'
import type { GatheredMessage } from './message-gatherer.ts'

/** A handshake message as far as it could be read. */
export interface ReadMessage {
  readonly name: string
  readonly body: HandshakeBody | null
  readonly damage: WireError | null
}

export class TlsChoice {
  /** A ServerHello came, whether it could be read or not. */
  answered = false
  tls13 = false
  /** The suite protects records by a MAC alone. */
  isNullSuite = false
  #context: HandshakeContext = noContext

  /** Reads a message, and learns from it what the ones after it are read by. */
  read({ type, bytes }: GatheredMessage): ReadMessage {
    const name = nameOfHandshakeType(type)
    if (bytes === null) return { body: null, damage: new WireError('truncated', name, 4), name }
    const { body, damage } = parseHandshake(bytes, this.#context)
    if (body?.kind !== 'server_hello' && body?.kind !== 'hello_retry_request')
      return { body, damage, name }
    this.#take(body)
    return { body, damage, name: body.kind }
  }

  #take(hello: ServerHello): void {
    const version = selectedVersion(hello)
    this.#context = { ...this.#context, version, cipherSuite: hello.cipherSuite }
    this.tls13 = isTls13(version)
    this.isNullSuite = nameOfCipherSuite(hello.cipherSuite).includes('_WITH_NULL_')
  }
}
