// EncryptedExtensions: the server's answers that need no clear text. RFC 8446 §4.3.1.

import type { Cursor, List } from '../../wire/cursor.ts'
import { readExtensions, type Extension } from '../extensions/extension.ts'

export interface EncryptedExtensions {
  readonly kind: 'encrypted_extensions'
  readonly extensions: List<Extension>
}

export function readEncryptedExtensions(c: Cursor): EncryptedExtensions {
  const message = { kind: 'encrypted_extensions' as const, extensions: readExtensions(c) }
  c.finish('EncryptedExtensions')
  return message
}
