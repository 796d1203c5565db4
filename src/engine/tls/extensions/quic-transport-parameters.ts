// quic_transport_parameters: limits and identifiers of a QUIC connection, inside its handshake. RFC 9000 §18, RFC 9001 §8.2.

import { extensions } from '../../registry/tables/extensions.ts'
import type { Cursor } from '../../wire/cursor.ts'
import type { ExtensionReader } from './extension.ts'

export interface TransportParameter {
  /** Up to 62 bits, since GREASE uses them all. */
  readonly id: bigint
  readonly value: Uint8Array
}

export const quicTransportParameters: ExtensionReader<readonly TransportParameter[]> = {
  codepoint: extensions.quic_transport_parameters,
  read: readParameters,
}

/** The number that drafts used until RFC 9001. */
export const quicTransportParametersDraft: ExtensionReader<readonly TransportParameter[]> = {
  codepoint: extensions['quic_transport_parameters (drafts)'],
  // Drafts before 27 had another format, and nothing says which draft is meant.
  read: (c) => {
    c.rest('parameters')
    return []
  },
}

function readParameters(c: Cursor): readonly TransportParameter[] {
  return c.allLeft('parameters', (item) => ({
    id: item.varint62('id'),
    value: item.vecVarint('value'),
  }))
}
