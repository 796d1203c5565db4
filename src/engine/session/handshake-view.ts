// What the messages of a conversation say of its handshake: the questions that reports and rules ask.

import { alertLevels } from '../registry/tables/alert-levels.ts'
import { alerts as alertNumbers } from '../registry/tables/alerts.ts'
import { extensions } from '../registry/tables/extensions.ts'
import type {
  Certificate,
  CertificateRequest,
  ClientHello,
  EncryptedExtensions,
  HandshakeBody,
  ServerHello,
} from '../tls/handshake.ts'
import {
  alpnProtocols,
  hasExtension,
  keyShares,
  preSharedKeys,
  selectedVersion,
  serverNames,
} from '../tls/hello.ts'
import { isTls13 } from '../tls/version.ts'
import type { Side } from '../wire/span.ts'
import type { Conversation, Message } from './conversation.ts'

/** A message and its body. */
export interface Told<Body> {
  readonly message: Message
  readonly body: Body
}

/** The first ClientHello that could be read; null where there is none. */
export function clientHello(c: Conversation): Told<ClientHello> | null {
  return find(c, 'client', (body) => (body.kind === 'client_hello' ? body : null))
}

/** The ClientHello that answers a HelloRetryRequest. */
export function secondClientHello(c: Conversation): Told<ClientHello> | null {
  const retry = helloRetryRequest(c)
  if (!retry) return null
  const after = c.messages.indexOf(retry.message)
  for (const message of c.messages.slice(after + 1))
    if (message.from === 'client' && message.body?.kind === 'client_hello')
      return { message, body: message.body }
  return null
}

/** The ServerHello that is no HelloRetryRequest: the first, before any renegotiation. */
export function serverHello(c: Conversation): Told<ServerHello> | null {
  return find(c, 'server', (body) => (body.kind === 'server_hello' ? body : null))
}

export function helloRetryRequest(c: Conversation): Told<ServerHello> | null {
  return find(c, 'server', (body) => (body.kind === 'hello_retry_request' ? body : null))
}

/** The version that the server chose, as the codepoint on the wire; null while it has not. */
export function negotiatedVersion(c: Conversation): number | null {
  const hello = serverHello(c) ?? helloRetryRequest(c)
  if (hello) return selectedVersion(hello.body)
  const old = c.messages.find((message) => message.ssl2?.kind === 'ssl2_server_hello')?.ssl2
  return old?.kind === 'ssl2_server_hello' ? old.version : null
}

/** The suite that the server chose. */
export function cipherSuite(c: Conversation): number | null {
  return (serverHello(c) ?? helloRetryRequest(c))?.body.cipherSuite ?? null
}

/** The group of the key exchange: of the server's key share, or of its ServerKeyExchange. */
export function group(c: Conversation): number | null {
  const hello = serverHello(c)
  const shared = hello && keyShares(hello.body)?.[0]?.group
  if (shared !== null && shared !== undefined) return shared
  const exchange = find(c, 'server', (body) =>
    body.kind === 'server_key_exchange' && body.exchange?.method === 'ecdhe' ? body.exchange : null,
  )
  return exchange?.body.group ?? null
}

/** The side's last Certificate message that could be read, unpacked where it was compressed. */
export function certificateMessage(c: Conversation, side: Side): Told<Certificate> | null {
  return findLast(c, side, (body) => {
    if (body.kind === 'certificate') return body
    return body.kind === 'compressed_certificate' ? body.certificate : null
  })
}

/** DER of the certificates that the side sent last, its own first; empty where it sent none or nobody could read them. */
export function certificates(c: Conversation, side: Side): Uint8Array[] {
  return certificateMessage(c, side)?.body.entries.items.map((entry) => entry.data) ?? []
}

export function certificateRequest(c: Conversation): Told<CertificateRequest> | null {
  return findLast(c, 'server', (body) => (body.kind === 'certificate_request' ? body : null))
}

export function encryptedExtensions(c: Conversation): Told<EncryptedExtensions> | null {
  return find(c, 'server', (body) => (body.kind === 'encrypted_extensions' ? body : null))
}

/** The name that the client asked for. */
export function serverName(c: Conversation): string | null {
  const hello = clientHello(c)
  return (hello && serverNames(hello.body)?.[0]) ?? null
}

/** The application protocol that the server chose; null where it chose none, or where nobody could read it. */
export function alpn(c: Conversation): string | null {
  const carrier = encryptedExtensions(c)?.body ?? serverHello(c)?.body
  return (carrier && alpnProtocols(carrier)?.[0]) ?? null
}

/** What the client offered. */
export function offeredAlpn(c: Conversation): readonly string[] {
  const hello = clientHello(c)
  return (hello && alpnProtocols(hello.body)) ?? []
}

/**
 * Whether an earlier session was taken up. TLS 1.3: the server chose a pre-shared key. Before: it went straight to
 * ChangeCipherSpec, without a certificate or a key exchange.
 */
export function isResumed(c: Conversation): boolean {
  const hello = serverHello(c)
  if (!hello) return false
  if (isTls13(selectedVersion(hello.body))) return preSharedKeys(hello.body) !== null
  const after = c.messages.slice(c.messages.indexOf(hello.message) + 1)
  const next = after.find((m) => m.from === 'server' && m.name !== 'new_session_ticket')
  return next?.kind === 'change_cipher_spec'
}

export function alerts(c: Conversation): Message[] {
  return c.messages.filter((message) => message.kind === 'alert')
}

/**
 * The first alert of level fatal. In TLS 1.3 the level means nothing: there every alert but close_notify and
 * user_canceled is fatal. RFC 8446 §6.
 */
export function firstFatalAlert(c: Conversation): Message | null {
  const version = negotiatedVersion(c)
  const tls13 = version !== null && isTls13(version)
  const isFatal = ({ level, code }: Message): boolean => {
    if (code === null || code === alertNumbers.close_notify) return false
    return level === alertLevels.fatal || (tls13 && code !== alertNumbers.user_canceled)
  }
  return alerts(c).find(isFatal) ?? null
}

/** Whether the client said that it can encrypt its ClientHello. */
export function offersEncryptedHello(c: Conversation): boolean {
  const hello = clientHello(c)
  return hello !== null && hasExtension(hello.body, extensions.encrypted_client_hello)
}

function find<Body>(
  c: Conversation,
  from: Side,
  pick: (body: HandshakeBody) => Body | null,
): Told<Body> | null {
  for (const message of c.messages) {
    const body = message.from === from && message.body ? pick(message.body) : null
    if (body) return { message, body }
  }
  return null
}

function findLast<Body>(
  c: Conversation,
  from: Side,
  pick: (body: HandshakeBody) => Body | null,
): Told<Body> | null {
  for (let at = c.messages.length - 1; at >= 0; at--) {
    const message = c.messages[at]!
    const body = message.from === from && message.body ? pick(message.body) : null
    if (body) return { message, body }
  }
  return null
}
