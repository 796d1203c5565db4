// A fragment of a handshake message, with the place it has in the whole. RFC 6347 §4.2.2.

import type { Cursor } from '../wire/cursor.ts'
import { WireError } from '../wire/cursor.ts'

export interface Fragment {
  readonly type: number
  /** Of the whole message's body. */
  readonly length: number
  readonly messageSeq: number
  readonly offset: number
  readonly data: Uint8Array
  /** Where the fragment's header and its data start in the cursor's bytes. */
  readonly from: number
  readonly dataFrom: number
}

export function readFragment(c: Cursor): Fragment {
  const from = c.pos
  const type = c.u8('msg_type')
  const length = c.u24('length')
  const messageSeq = c.u16('message_seq')
  const offset = c.u24('fragment_offset')
  const fragmentLength = c.u24('fragment_length')
  if (offset + fragmentLength > length) throw new WireError('overrun', 'fragment_length', from + 9)
  const dataFrom = c.pos
  const data = c.take(fragmentLength, 'fragment')
  return { type, length, messageSeq, offset, data, from, dataFrom }
}
