// A command that makes the same handshake again, filled in from the capture.

import { findCipherSuite } from '../registry/cipher-suite.ts'
import { isGrease } from '../registry/grease.ts'
import { nameOfGroup, nameOfSignatureScheme } from '../registry/name.ts'
import type { Cause } from '../registry/tables/causes.ts'
import { supportedGroups as groups } from '../registry/tables/supported-groups.ts'
import { versions } from '../registry/tables/versions.ts'
import type { ClientHello } from '../tls/handshake.ts'
import { alpnProtocols, signatureSchemes, supportedGroups } from '../tls/hello.ts'
import { rankVersion } from '../tls/version.ts'
import type { Story } from './story.ts'

/** What OpenSSL calls the upgrades that it speaks. */
const startTls: Readonly<Record<string, string>> = {
  'starttls-smtp': 'smtp',
  'starttls-imap': 'imap',
  'starttls-pop3': 'pop3',
  'starttls-ftp': 'ftp',
  'starttls-ldap': 'ldap',
  'starttls-xmpp': 'xmpp',
  'starttls-irc': 'irc',
  'starttls-nntp': 'nntp',
  'starttls-sieve': 'sieve',
  postgres: 'postgres',
  'starttls-postgres': 'postgres',
  mysql: 'mysql',
  'starttls-mysql': 'mysql',
}

/** Null where no common tool can: EAP, SSL 2.0, or an attempt that never became a connection by name. */
export function reproduce(story: Story, cause: Cause): string | null {
  const { c } = story
  if (c.transport === 'eap' || c.protocol === 'sslv2') return null
  const host = c.server.address.includes(':') ? `[${c.server.address}]` : c.server.address
  const where = `${host}:${c.server.port}`
  if (c.protocol === 'quic')
    return `curl -v --http3-only${resolve(story)} https://${nameOf(story)}:${c.server.port}/`
  return ['openssl s_client', ...optionsOf(story, where, cause)].join(' ')
}

function optionsOf(story: Story, where: string, cause: Cause): string[] {
  const { c, hello, serverName } = story
  const options =
    c.upgrade === 'http-connect' && c.proxyTarget
      ? [`-proxy ${where}`, `-connect ${word(c.proxyTarget)}`]
      : [`-connect ${where}`]
  if (c.protocol === 'dtls') options.push('-dtls')
  const upgrade = startTls[c.upgrade ?? '']
  if (upgrade !== undefined) options.push(`-starttls ${upgrade}`)
  options.push(serverName === null ? '-noservername' : `-servername ${word(serverName)}`)
  const cap = capOf(story)
  if (cap) options.push(cap)
  if (hello) options.push(...offerOf(hello, cause))
  const alpn = hello && alpnProtocols(hello)?.filter((p) => /^[\w./-]+$/.test(p))
  if (alpn && alpn.length > 0) options.push(`-alpn ${alpn.join(',')}`)
  if (story.asked === true) options.push('-cert client.pem -key client.key')
  return [...options, '-showcerts']
}

/** How OpenSSL calls the groups that it does not call by the registry's name. */
const groupNames: Readonly<Record<number, string>> = {
  [groups.secp256r1]: 'P-256',
  [groups.secp384r1]: 'P-384',
  [groups.secp521r1]: 'P-521',
  [groups.x25519]: 'X25519',
  [groups.x448]: 'X448',
}

/** The client's own list, where the list is what failed. */
function offerOf(hello: ClientHello, cause: Cause): string[] {
  switch (cause) {
    case 'no-shared-cipher-suite': {
      const rows = hello.cipherSuites.flatMap((suite) => findCipherSuite(suite) ?? [])
      const isNew = (row: { minVersion: string }) => row.minVersion === 'TLS 1.3'
      return [
        ...option(
          '-cipher',
          rows.filter((row) => !isNew(row)).map((row) => row.opensslName),
        ),
        ...option(
          '-ciphersuites',
          rows.filter(isNew).map((row) => row.name),
        ),
      ]
    }
    case 'no-shared-group':
      return option(
        '-groups',
        (supportedGroups(hello) ?? []).map((group) => groupNames[group] ?? nameOfGroup(group)),
      )
    case 'no-shared-signature-scheme':
      return option('-sigalgs', (signatureSchemes(hello) ?? []).map(nameOfSignatureScheme))
    default:
      return []
  }
}

/** A list as OpenSSL takes it; nothing where no entry has a name there. */
function option(name: string, values: readonly string[]): string[] {
  const known = values.filter((value) => /^[\w-]+$/.test(value))
  return known.length === 0 ? [] : [`${name} ${known.join(':')}`]
}

/** The newest version that the client offered, where that is not the newest there is. */
function capOf({ newestOffered, c }: Story): string | null {
  if (newestOffered === null || isGrease(newestOffered) || c.protocol === 'dtls') return null
  const rank = rankVersion(newestOffered)
  if (rank >= rankVersion(versions['TLS 1.3'])) return null
  if (rank === rankVersion(versions['TLS 1.2'])) return '-tls1_2'
  return rank === rankVersion(versions['TLS 1.1']) ? '-tls1_1' : '-tls1'
}

function resolve({ c, serverName }: Story): string {
  return serverName === null
    ? ''
    : ` --resolve ${word(serverName)}:${c.server.port}:${c.server.address}`
}

function nameOf({ serverName, c }: Story): string {
  return serverName === null ? c.server.address : word(serverName)
}

/** A name out of a capture may hold anything: only what a shell takes literally is put into a command. */
function word(text: string): string {
  return text.replace(/[^\w.:[\]-]/g, '_')
}
