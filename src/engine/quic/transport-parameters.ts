// Transport parameters: what each side of a QUIC connection declares inside the TLS handshake. RFC 9000 §18.

import type { Cursor, List } from '../wire/cursor.ts'
import { WireError } from '../wire/cursor.ts'
import { readVarint, readVarintVector } from './varint.ts'

export interface TransportParameter {
  readonly id: number
  readonly value: Uint8Array
}

/** The body of the `quic_transport_parameters` extension, in the order of the wire. */
export function parseTransportParameters(c: Cursor): List<TransportParameter> {
  const items: TransportParameter[] = []
  try {
    while (c.left > 0) {
      const id = readVarint(c, 'transport_parameter_id')
      items.push({ id, value: readVarintVector(c, 'transport_parameter_value') })
    }
    return { items, damage: null }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return { items, damage: error }
  }
}
