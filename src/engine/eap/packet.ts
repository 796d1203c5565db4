// EAP: requests and responses about who somebody is, and the TLS that some methods carry.
// RFC 3748 §4, RFC 5216 §3 (EAP-TLS), RFC 5281 §9 (TTLS), RFC 4851 §4 (FAST), RFC 7170 §4 (TEAP).

import type { Cursor } from '../wire/cursor.ts'

export interface EapPacket {
  readonly code: number
  readonly identifier: number
  /** Of a request or response; null for Success and Failure, which have none. */
  readonly type: number | null
  /** After the type. */
  readonly data: Uint8Array
  /** Where `data` starts in the cursor's bytes. */
  readonly dataFrom: number
}

export const eap = {
  request: 1,
  response: 2,
  success: 3,
  failure: 4,
  identity: 1,
  notification: 2,
  nak: 3,
  expanded: 254,
} as const

/** Reads one packet. What follows its own length is padding of the link and no fault. */
export function readEapPacket(c: Cursor): EapPacket {
  const from = c.pos
  const code = c.u8('code')
  const identifier = c.u8('identifier')
  const length = c.u16('length')
  const hasType = (code === eap.request || code === eap.response) && length > 4
  const type = hasType ? c.u8('type') : null
  const dataFrom = c.pos
  const data = c.take(Math.max(from + length - dataFrom, 0), 'type_data')
  return { code, identifier, type, data, dataFrom }
}

/** A piece of a TLS flight, as all the methods that carry TLS cut it. */
export interface EapTlsFragment {
  readonly start: boolean
  readonly moreFragments: boolean
  /** Of the whole flight; said with the first fragment, and by some with every one. */
  readonly messageLength: number | null
  /** TEAP: TLVs outside of the tunnel follow the TLS data. */
  readonly outerTlvLength: number | null
  readonly version: number
  readonly data: Uint8Array
  readonly dataFrom: number
}

const flags = {
  lengthIncluded: 0x80,
  moreFragments: 0x40,
  start: 0x20,
  outerTlvs: 0x10,
  version: 7,
} as const
const teap = 55

/** Reads the data of a packet whose method carries TLS. An empty fragment acknowledges the peer's. */
export function readEapTlsFragment(c: Cursor, method: number): EapTlsFragment {
  const bits = c.u8('flags')
  const messageLength = (bits & flags.lengthIncluded) !== 0 ? c.u32('tls_message_length') : null
  const hasTlvs = method === teap && (bits & flags.outerTlvs) !== 0
  const outerTlvLength = hasTlvs ? c.u32('outer_tlv_length') : null
  const dataFrom = c.pos
  const data = c.take(Math.max(c.left - (outerTlvLength ?? 0), 0), 'tls_data')
  return {
    start: (bits & flags.start) !== 0,
    moreFragments: (bits & flags.moreFragments) !== 0,
    messageLength,
    outerTlvLength,
    version: bits & flags.version,
    data,
    dataFrom,
  }
}
