// encrypted_client_hello: the real hello, sealed for the server inside a public one. RFC 9849 §5.

import { extensions } from '../../registry/tables/extensions.ts'
import type { Cursor } from '../../wire/cursor.ts'
import type { ExtensionPlace, ExtensionReader } from './extension.ts'

export type EncryptedClientHello =
  | {
      readonly form: 'outer'
      readonly kdf: number
      readonly aead: number
      readonly configId: number
      readonly enc: Uint8Array
      readonly payload: Uint8Array
    }
  | { readonly form: 'inner' }
  /** A HelloRetryRequest's confirmation. */
  | { readonly form: 'confirmation'; readonly confirmation: Uint8Array }
  /** The configurations that a server wants the client to try again with. */
  | { readonly form: 'retry'; readonly configs: Uint8Array }

export const encryptedClientHello: ExtensionReader<EncryptedClientHello> = {
  codepoint: extensions.encrypted_client_hello,
  read: readEncryptedClientHello,
}

function readEncryptedClientHello(c: Cursor, place: ExtensionPlace): EncryptedClientHello {
  switch (place) {
    case 'client_hello':
      return c.u8('type') === 0
        ? {
            form: 'outer',
            kdf: c.u16('kdf_id'),
            aead: c.u16('aead_id'),
            configId: c.u8('config_id'),
            enc: c.vec16('enc'),
            payload: c.vec16('payload'),
          }
        : { form: 'inner' }
    case 'hello_retry_request':
      return { form: 'confirmation', confirmation: c.take(8, 'confirmation') }
    default:
      return { form: 'retry', configs: c.vec16('retry_configs') }
  }
}
