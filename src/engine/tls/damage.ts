// Faults inside a message that could be read as a whole: a list that stops early, an extension that is not what it should be.

import type { List, WireError } from '../wire/cursor.ts'
import { parseExtension, type Extension, type ExtensionPlace } from './extensions/extension.ts'
import { findExtensionReader } from './extensions/readers.ts'
import type { HandshakeBody } from './handshake.ts'

/** The first fault in wire order that the message keeps; null when there is none. */
export function findDamage(body: HandshakeBody): WireError | null {
  switch (body.kind) {
    case 'client_hello':
    case 'server_hello':
    case 'hello_retry_request':
    case 'encrypted_extensions':
    case 'new_session_ticket':
      return damageOfExtensions(body.extensions, body.kind)
    case 'certificate_request':
      return body.authorities.damage ?? damageOfExtensions(body.extensions, body.kind)
    case 'certificate':
      return (
        firstOf(body.entries.items, (entry) =>
          damageOfExtensions(entry.extensions, 'certificate'),
        ) ?? body.entries.damage
      )
    case 'certificate_status':
      return body.responses.damage
    case 'certificate_url':
      return body.urls.damage
    case 'supplemental_data':
      return body.entries.damage
    default:
      return null
  }
}

function damageOfExtensions(
  extensions: List<Extension> | null,
  place: ExtensionPlace,
): WireError | null {
  if (extensions === null) return null
  return (
    firstOf(extensions.items, (extension) => findExtensionDamage(extension, place)) ??
    extensions.damage
  )
}

/** What is wrong inside one extension; null for one that is sound, or that nobody can read. */
export function findExtensionDamage(extension: Extension, place: ExtensionPlace): WireError | null {
  const reader = findExtensionReader(extension.type)
  return reader === undefined ? null : parseExtension(extension, reader, place).damage
}

function firstOf<T>(items: readonly T[], find: (item: T) => WireError | null): WireError | null {
  for (const item of items) {
    const damage = find(item)
    if (damage !== null) return damage
  }
  return null
}
