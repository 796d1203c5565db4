// A datagram under way: what all its records or packets share.

import type { Direction } from '../net/flow.ts'
import type { Packet } from '../net/packet.ts'
import type { Point } from './pieces.ts'

export interface Datagram {
  readonly direction: Direction
  readonly bytes: Uint8Array
  readonly packet: Packet
  readonly at: Point
}

export function datagramOf(direction: Direction, bytes: Uint8Array, packet: Packet): Datagram {
  const { number, seconds, nanos } = packet.frame
  return { direction, bytes, packet, at: { frame: number, seconds, nanos } }
}
