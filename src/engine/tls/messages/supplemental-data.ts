// SupplementalData: what applications send along with the handshake. RFC 4680 §2.

import type { Cursor, List } from '../../wire/cursor.ts'

export interface SupplementalData {
  readonly kind: 'supplemental_data'
  readonly entries: List<{ readonly type: number; readonly data: Uint8Array }>
}

export function readSupplementalData(c: Cursor): SupplementalData {
  const message = {
    kind: 'supplemental_data' as const,
    entries: c.list24('supp_data', (item) => ({
      type: item.u16('supp_data_type'),
      data: item.vec16('supp_data'),
    })),
  }
  c.finish('SupplementalData')
  return message
}
