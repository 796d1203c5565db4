// Choices of the server that the client had not offered, and values of a hello that are not allowed.

import {
  nameOfCipherSuite,
  nameOfGroup,
  nameOfSignatureScheme,
  nameOfVersion,
} from '../registry/name.ts'
import { supportedGroupRows } from '../registry/tables/supported-groups.ts'
import type { Message } from '../session/conversation.ts'
import type { KeyShare } from '../tls/extensions/key-share.ts'
import { keyShares, signatureSchemes, supportedGroups, supportedVersions } from '../tls/hello.ts'
import { findGeneration, isTls12OrNewer, rankVersion } from '../tls/version.ts'
import type { Side } from '../wire/span.ts'
import type { Story } from './story.ts'

export interface Choice {
  readonly message: Message
  readonly text: string
  readonly reference: string
}

export function findIllegalChoice(story: Story): Choice | null {
  return ofRetry(story) ?? ofServerHello(story) ?? ofKeyExchange(story) ?? ofClientHello(story)
}

function ofServerHello(story: Story): Choice | null {
  const { hello, serverHello: server, serverHelloMessage: message, version } = story
  if (!hello || !server || !message || version === null) return null
  const choice = (text: string, reference: string): Choice => ({ message, text, reference })
  if (!hello.cipherSuites.includes(server.cipherSuite))
    return choice(
      `The server chose ${nameOfCipherSuite(server.cipherSuite)}, which the client did not offer`,
      'RFC 5246 section 7.4.1.3',
    )
  if (
    !hello.compressionMethods.includes(server.compressionMethod) ||
    (story.tls13 && server.compressionMethod !== 0)
  )
    return choice(
      `The server chose compression method ${server.compressionMethod}, which the client did not offer`,
      'RFC 5246 section 7.4.1.3',
    )
  if (findGeneration(version) === undefined || isNewer(version, story.newestOffered))
    return choice(
      `The server chose version ${nameOfVersion(version)}, which the client did not offer`,
      'RFC 5246 section E.1',
    )
  if (!story.tls13) return null
  if (!equal(server.sessionId, hello.sessionId) && story.c.protocol === 'tls')
    return choice("The server did not echo the client's session id", 'RFC 8446 section 4.1.3')
  const share = keyShares(server)?.[0]
  const offered = keyShares(hello)
  if (share && offered && !offered.some(({ group }) => group === share.group))
    return choice(
      `The server's key share is of ${nameOfGroup(share.group)}, for which the client sent none`,
      'RFC 8446 section 4.2.8',
    )
  if (share && isMisshapen(share, 'server')) return choice(...misshapen(share, 'server'))
  if (share && share.keyExchange.length > 0 && share.keyExchange.every((byte) => byte === 0))
    return choice("The server's key share is all zero", 'RFC 8446 section 7.4.2')
  return null
}

/** A HelloRetryRequest is a ServerHello, and echoes what one must. A second hello has the session id of the first. */
function ofRetry({ hello, retry, c }: Story): Choice | null {
  const body = retry?.body
  if (!hello || !retry || body?.kind !== 'hello_retry_request' || c.protocol !== 'tls') return null
  const reference = 'RFC 8446 section 4.1.4'
  const choice = (text: string): Choice => ({ message: retry, text, reference })
  if (!equal(body.sessionId, hello.sessionId))
    return choice("The server's HelloRetryRequest did not echo the client's session id")
  if (!hello.cipherSuites.includes(body.cipherSuite))
    return choice(
      `The server's HelloRetryRequest names ${nameOfCipherSuite(body.cipherSuite)}, which the client did not offer`,
    )
  return null
}

function isNewer(version: number, offered: number | null): boolean {
  return offered !== null && rankVersion(version) > rankVersion(offered)
}

function ofKeyExchange(story: Story): Choice | null {
  const { hello, version } = story
  const message = story.message('server_key_exchange', 'server')
  if (!hello || message?.body?.kind !== 'server_key_exchange') return null
  const { exchange, signature } = message.body
  const groups = supportedGroups(hello)
  if (exchange?.method === 'ecdhe' && groups !== null && !groups.includes(exchange.group))
    return {
      message,
      text: `The server used the group ${nameOfGroup(exchange.group)}, which the client did not offer`,
      reference: 'RFC 8422 section 5.4',
    }
  const schemes = signatureSchemes(hello)
  const scheme = signature?.scheme ?? null
  if (
    version !== null &&
    isTls12OrNewer(version) &&
    scheme !== null &&
    schemes !== null &&
    !schemes.includes(scheme)
  )
    return {
      message,
      text: `The server signed with ${nameOfSignatureScheme(scheme)}, which the client did not offer`,
      reference: 'RFC 5246 section 7.4.3',
    }
  return null
}

function ofClientHello(story: Story): Choice | null {
  const { hello, helloMessage: message } = story
  if (!hello || !message || story.serverHello !== null) return null
  if (!hello.compressionMethods.includes(0))
    return {
      message,
      text: 'The client does not offer the null compression',
      reference: 'RFC 5246 section 7.4.1.2',
    }
  const types = hello.extensions?.items.map(({ type }) => type) ?? []
  const twice = types.find((type, i) => types.indexOf(type) !== i)
  if (twice !== undefined)
    return {
      message,
      text: `The extension ${twice} stands twice in the ClientHello`,
      reference: 'RFC 8446 section 4.2',
    }
  const share = keyShares(hello)?.find((each) => isMisshapen(each, 'client'))
  if (share) {
    const [text, reference] = misshapen(share, 'client')
    return { message, text, reference }
  }
  if (supportedVersions(hello)?.length === 0)
    return { message, text: 'The client offers no version', reference: 'RFC 8446 section 4.2.1' }
  return null
}

const rowsOfGroups = new Map(supportedGroupRows.map((row) => [row.codepoint, row]))

function lengthOf(group: number, side: Side): number | null {
  const row = rowsOfGroups.get(group)
  return (side === 'client' ? row?.clientShareBytes : row?.serverShareBytes) ?? null
}

/** A key share of a group has one length. An empty one only names the group, in a HelloRetryRequest. */
function isMisshapen({ group, keyExchange }: KeyShare, side: Side): boolean {
  const length = lengthOf(group, side)
  return length !== null && keyExchange.length > 0 && keyExchange.length !== length
}

function misshapen({ group, keyExchange }: KeyShare, side: Side): [string, string] {
  const due = lengthOf(group, side) ?? 0
  return [
    `The ${side}'s key share of ${nameOfGroup(group)} is ${keyExchange.length} bytes long and not ${due}`,
    'RFC 8446 section 4.2.8',
  ]
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
