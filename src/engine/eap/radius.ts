// RADIUS: what an access point and its server say to each other, EAP inside. RFC 2865 §3, RFC 3579 §3.1.

import { Cursor, WireError } from '../wire/cursor.ts'
import { radiusAttributes } from '../registry/tables/radius-attributes.ts'
import { radiusCodes } from '../registry/tables/radius-codes.ts'

export interface Radius {
  readonly code: number
  readonly identifier: number
  readonly attributes: readonly RadiusAttribute[]
}

export interface RadiusAttribute {
  readonly type: number
  readonly value: Uint8Array
  /** Where `value` starts in the cursor's bytes. */
  readonly valueFrom: number
}

type RadiusName =
  | 'accessRequest'
  | 'accessAccept'
  | 'accessReject'
  | 'accessChallenge'
  | 'userName'
  | 'state'
  | 'callingStationId'
  | 'eapMessage'

export const radius: Readonly<Record<RadiusName, number>> = {
  accessRequest: radiusCodes['Access-Request'],
  accessAccept: radiusCodes['Access-Accept'],
  accessReject: radiusCodes['Access-Reject'],
  accessChallenge: radiusCodes['Access-Challenge'],
  userName: radiusAttributes['User-Name'],
  state: radiusAttributes.State,
  callingStationId: radiusAttributes['Calling-Station-Id'],
  eapMessage: radiusAttributes['EAP-Message'],
}

/** Reads a whole packet; its length field and its attributes must fit each other to the byte. */
export function readRadius(c: Cursor): Radius {
  const from = c.pos
  const code = c.u8('code')
  const identifier = c.u8('identifier')
  const length = c.u16('length')
  c.take(16, 'authenticator')
  const end = from + length
  if (end > c.end || end < c.pos) throw new WireError('overrun', 'length', from + 2)
  const inner = new Cursor(c.bytes, c.pos, end)
  const attributes: RadiusAttribute[] = []
  while (inner.left > 0) attributes.push(readAttribute(inner))
  c.take(end - c.pos, 'attributes')
  return { code, identifier, attributes }
}

function readAttribute(c: Cursor): RadiusAttribute {
  const at = c.pos
  const type = c.u8('type')
  const length = c.u8('length')
  if (length < 2) throw new WireError('overrun', 'length', at + 1)
  const valueFrom = c.pos
  return { type, value: c.take(length - 2, 'value'), valueFrom }
}

/** Does a datagram look like an access packet of RADIUS? Its own length must end it. */
export function isRadius(bytes: Uint8Array, from: number, to: number): boolean {
  const code = bytes[from] ?? 0
  const known =
    code === radius.accessRequest ||
    code === radius.accessAccept ||
    code === radius.accessReject ||
    code === radius.accessChallenge
  const length = (bytes[from + 2] ?? 0) * 256 + (bytes[from + 3] ?? 0)
  return known && length >= 20 && from + length === to
}

export function findAttribute(packet: Radius, type: number): Uint8Array | null {
  return packet.attributes.find((attribute) => attribute.type === type)?.value ?? null
}
