// One line about a message: what it offered, chose or carried.

import { isGrease } from '../registry/grease.ts'
import {
  nameOfAlert,
  nameOfAlertLevel,
  nameOfCipherSuite,
  nameOfGroup,
  nameOfSignatureScheme,
  nameOfVersion,
} from '../registry/name.ts'
import type { Message } from '../session/conversation.ts'
import type { HandshakeBody } from '../tls/handshake.ts'
import {
  alpnProtocols,
  keyShares,
  newestOffered,
  preSharedKeys,
  selectedVersion,
  serverNames,
} from '../tls/hello.ts'
import { count } from '../wire/count.ts'

/** Empty where the name of the message says it all. */
export function describeMessage(message: Message): string {
  if (message.damage) return `damaged: ${message.damage.message}`
  if (message.kind === 'alert')
    return message.code === null || message.level === null
      ? `${message.length} bytes`
      : `${nameOfAlertLevel(message.level)} ${nameOfAlert(message.code)} (${message.code})`
  if (message.encrypted || message.kind === 'application_data') return `${message.length} bytes`
  return message.body ? describeBody(message.body) : ''
}

function describeBody(body: HandshakeBody): string {
  switch (body.kind) {
    case 'client_hello': {
      const suites = body.cipherSuites.filter((suite) => !isGrease(suite)).length
      return list([
        `up to ${nameOfVersion(newestOffered(body))}`,
        named('SNI', serverNames(body)?.[0]),
        count(suites, 'cipher suite'),
        named('ALPN', alpnProtocols(body)?.join(', ')),
        body.sessionId.length > 0 && !keyShares(body) ? 'session to resume' : undefined,
        preSharedKeys(body) ? 'pre-shared key' : undefined,
      ])
    }
    case 'server_hello':
    case 'hello_retry_request':
      return list([
        nameOfVersion(selectedVersion(body)),
        nameOfCipherSuite(body.cipherSuite),
        named('group', keyShares(body)?.map((share) => nameOfGroup(share.group))[0]),
        named('ALPN', alpnProtocols(body)?.[0]),
        preSharedKeys(body) ? 'pre-shared key taken' : undefined,
      ])
    case 'encrypted_extensions':
      return named('ALPN', alpnProtocols(body)?.[0]) ?? ''
    case 'certificate': {
      const { items, damage } = body.entries
      if (items.length === 0 && damage === null) return 'no certificate'
      return list([count(items.length, 'certificate'), damage ? 'and a damaged rest' : undefined])
    }
    case 'certificate_request': {
      const { items } = body.authorities
      return items.length === 0
        ? 'names no authorities'
        : `names ${count(items.length, 'authority', 'authorities')}`
    }
    case 'server_key_exchange':
      return body.exchange?.method === 'ecdhe'
        ? nameOfGroup(body.exchange.group)
        : body.exchange?.method === 'dhe'
          ? `DH, ${body.exchange.prime.length * 8} bits`
          : (body.exchange?.method ?? '')
    case 'certificate_verify':
      return body.scheme === null ? '' : nameOfSignatureScheme(body.scheme)
    default:
      return ''
  }
}

function named(label: string, value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : `${label} ${value}`
}

function list(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(', ')
}
