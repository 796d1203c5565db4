// cookie: handed out in a HelloRetryRequest, to be brought back. RFC 8446 §4.2.2.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

export const cookie: ExtensionReader<Uint8Array> = {
  codepoint: extensions.cookie,
  read: (c) => c.vec16('cookie'),
}
