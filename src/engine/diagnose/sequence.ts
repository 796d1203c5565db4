// The order of messages that the handshake allows, and the first one that breaks it. RFC 5246 section 7.3.

import { contentTypes } from '../registry/tables/content-types.ts'
import type { Message } from '../session/conversation.ts'
import type { Side } from '../wire/span.ts'
import type { Story } from './story.ts'

export interface Disorder {
  readonly message: Message
  readonly from: Side
  /** One sentence, past tense. */
  readonly text: string
}

/** In this order; all but the first and the last may be left out, as far as the suite allows. */
const serverFlight = [
  'server_hello',
  'supplemental_data',
  'certificate',
  'certificate_status',
  'server_key_exchange',
  'certificate_request',
  'server_hello_done',
]
const clientFlight = ['certificate', 'client_key_exchange', 'certificate_verify', 'next_protocol']

export function findDisorder(story: Story): Disorder | null {
  // Over datagrams flights are sent again, and messages of a flight overtake each other.
  if (story.c.protocol !== 'tls') return null
  return findEarlyData(story) ?? findHelloDisorder(story) ?? (story.tls13 ? null : findIn12(story))
}

/** The first messages of both sides: a hello, once. */
function findHelloDisorder(story: Story): Disorder | null {
  const { messages, midstream } = story.c
  if (midstream) return null
  const plain = messages.filter((m) => m.kind !== 'alert' && !m.decrypted && !m.encrypted)
  const server = plain.filter((m) => m.from === 'server')
  const first = server[0]
  const greetings = [
    'server_hello',
    'hello_retry_request',
    'hello_verify_request',
    'hello_request',
    'ssl2_server_hello',
  ]
  if (first && !story.c.missing.server && !greetings.includes(first.name))
    return disorder(first, `The server began with ${first.name}`)
  const client = plain.filter((m) => m.from === 'client' && m.kind === 'handshake')
  const second = client[1]
  const retried = server.some((m) =>
    ['hello_retry_request', 'hello_verify_request'].includes(m.name),
  )
  if (
    client[0]?.name === 'client_hello' &&
    second?.name === 'client_hello' &&
    !retried &&
    story.c.protocol === 'tls'
  )
    return disorder(second, 'The client sent ClientHello twice')
  return null
}

function findEarlyData({ c, progress, tls13 }: Story): Disorder | null {
  if (tls13 || c.midstream) return null
  for (const message of c.messages) {
    if (message.kind !== 'application_data') continue
    if (!c.messages.some((m) => m.from === message.from && m.kind === 'change_cipher_spec'))
      return progress.finished[message.from]
        ? null
        : disorder(
            message,
            `The ${message.from} sent application data before the handshake was done`,
          )
  }
  return null
}

function findIn12(story: Story): Disorder | null {
  return findServerDisorder(story) ?? findClientDisorder(story)
}

function findServerDisorder(story: Story): Disorder | null {
  const { c, suiteRow } = story
  const seen = new Set<string>()
  let reached = -1
  for (const message of c.messages) {
    if (message.from !== 'server' || message.kind === 'alert' || message.encrypted) continue
    if (message.kind === 'change_cipher_spec') {
      const isWhole = seen.has('server_hello_done') || !seen.has('certificate')
      if (
        seen.has('server_hello') &&
        !seen.has('server_hello_done') &&
        isWhole &&
        !canResume(story)
      )
        return disorder(message, 'The server sent ChangeCipherSpec right after ServerHello')
      if (!isWhole)
        return disorder(message, 'The server sent ChangeCipherSpec in the middle of its flight')
      return null
    }
    if (message.kind !== 'handshake') continue
    const place = serverFlight.indexOf(message.name)
    if (place < 0) {
      if (
        message.name === 'hello_verify_request' ||
        message.name === 'hello_request' ||
        message.name === 'new_session_ticket' ||
        message.name === 'finished'
      )
        continue
      if (seen.has('server_hello'))
        return disorder(
          message,
          `The server sent ${describe(message)}, which has no place in its flight`,
        )
      continue
    }
    if (seen.has(message.name)) return disorder(message, `The server sent ${message.name} twice`)
    if (place < reached) return disorder(message, `The server sent ${message.name} too late`)
    if (c.missing.server === 0 && suiteRow && seen.has('server_hello')) {
      const lacks = lacking(message.name, seen, suiteRow.kx, suiteRow.auth)
      if (lacks)
        return disorder(message, `The server sent ${message.name}, and no ${lacks} before it`)
    }
    seen.add(message.name)
    reached = place
  }
  return null
}

function lacking(name: string, seen: Set<string>, kx: string, auth: string): string | null {
  const anonymous = auth === 'anon' || auth === 'none' || auth === 'PSK' || /SRP$/.test(auth)
  const late = name !== 'certificate' && name !== 'supplemental_data'
  if (late && !anonymous && !seen.has('certificate') && !/PSK|SRP|KRB5|anon/.test(kx))
    return 'certificate'
  const keyed = kx === 'ECDHE' || kx === 'DHE'
  const after = name === 'server_hello_done' || name === 'certificate_request'
  return after && keyed && !seen.has('server_key_exchange') ? 'server_key_exchange' : null
}

function canResume({ hello, c }: Story): boolean {
  const ticket = hello?.extensions?.items.some((e) => e.type === 35 && e.data.length > 0) ?? false
  const echoed = c.messages.find((m) => m.name === 'server_hello')?.body
  const id = hello?.sessionId
  const same =
    id !== undefined &&
    id.length > 0 &&
    echoed?.kind === 'server_hello' &&
    echoed.sessionId.length === id.length &&
    echoed.sessionId.every((byte, i) => byte === id[i])
  return ticket || same
}

function findClientDisorder(story: Story): Disorder | null {
  const { c } = story
  if (!story.has('server_hello_done', 'server')) return null
  const seen = new Set<string>()
  for (const message of c.messages) {
    if (message.from !== 'client' || message.kind === 'alert' || message.name === 'client_hello')
      continue
    if (message.kind === 'change_cipher_spec') {
      if (!seen.has('client_key_exchange') && c.missing.client === 0)
        return disorder(
          message,
          'The client sent ChangeCipherSpec, and no ClientKeyExchange before it',
        )
      return null
    }
    if (message.kind !== 'handshake') continue
    if (seen.has(message.name)) return disorder(message, `The client sent ${message.name} twice`)
    if (!clientFlight.includes(message.name) && seen.has('client_key_exchange'))
      return disorder(message, `The client sent ${describe(message)} before ChangeCipherSpec`)
    seen.add(message.name)
  }
  return findLostChange(story, seen)
}

/** The client's Finished without ChangeCipherSpec before it: to the reader it is garbage in a handshake record. */
function findLostChange({ c }: Story, seen: Set<string>): Disorder | null {
  const key = c.messages.find((m) => m.from === 'client' && m.name === 'client_key_exchange')
  if (!key || !seen.has('client_key_exchange') || c.missing.client > 0) return null
  const changed = c.messages.some((m) => m.from === 'client' && m.kind === 'change_cipher_spec')
  const at = c.records.findIndex(
    (r) => r?.frame === key.frame && r.from === 'client' && r.type === contentTypes.handshake,
  )
  const more = c.records
    .slice(at + 1)
    .some((r) => r?.from === 'client' && r.type === contentTypes.handshake)
  return !changed && more && c.pending.client !== null
    ? disorder(key, 'The client went on after ClientKeyExchange without ChangeCipherSpec')
    : null
}

function describe({ name, code }: Message): string {
  return name === 'unknown' || name === 'encrypted'
    ? `a handshake message of type ${code ?? '?'}`
    : name
}

function disorder(message: Message, text: string): Disorder {
  return { message, from: message.from, text }
}
