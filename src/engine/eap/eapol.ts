// EAPOL: EAP on the link itself, wired or wireless. IEEE 802.1X-2020 §11.3.

import type { Cursor } from '../wire/cursor.ts'

export interface Eapol {
  readonly version: number
  readonly type: number
  readonly body: Uint8Array
  /** Where `body` starts in the cursor's bytes. */
  readonly bodyFrom: number
}

export function readEapol(c: Cursor): Eapol {
  const version = c.u8('protocol_version')
  const type = c.u8('packet_type')
  const length = c.u16('packet_body_length')
  const bodyFrom = c.pos
  return { version, type, body: c.take(length, 'packet_body'), bodyFrom }
}
