// oid_filters: what a client's certificate must contain. RFC 8446 §4.2.5.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

export interface OidFilter {
  readonly oid: Uint8Array
  readonly values: Uint8Array
}

export const oidFilters: ExtensionReader<readonly OidFilter[]> = {
  codepoint: extensions.oid_filters,
  read: (c) =>
    c.all16('filters', (item) => ({
      oid: item.vec8('certificate_extension_oid'),
      values: item.vec16('certificate_extension_values'),
    })),
}
