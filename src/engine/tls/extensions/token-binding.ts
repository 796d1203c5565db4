// token_binding: RFC 8472 §2.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

export interface TokenBinding {
  readonly version: number
  readonly keyParameters: readonly number[]
}

export const tokenBinding: ExtensionReader<TokenBinding> = {
  codepoint: extensions.token_binding,
  read: (c) => ({
    version: c.u16('token_binding_version'),
    keyParameters: c.all8('key_parameters_list', (item) => item.u8('key_parameters')),
  }),
}
