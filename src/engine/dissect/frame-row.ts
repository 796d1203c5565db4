// A row of the frame summary: what is told of one frame, and what filters ask of it.

import type { Moment } from '../wire/moment.ts'

export interface FrameRow {
  readonly number: number
  readonly time: Moment
  /** Seconds since the first frame of the capture, and since the frame before. */
  readonly offset: number
  readonly delta: number
  /** Captured bytes, and bytes on the wire. */
  readonly length: number
  readonly wholeLength: number
  readonly source: string
  readonly destination: string
  /** From the outermost to the innermost: `Ethernet`, `IPv4`, `TCP`, `TLS`. */
  readonly protocols: readonly string[]
  readonly description: string
  readonly ip: {
    readonly version: number
    readonly source: string
    readonly destination: string
    readonly timeToLive: number
    readonly identification: number
  } | null
  readonly ports: { readonly source: number; readonly destination: number } | null
  readonly tcp: TcpRow | null
  readonly tls: TlsRow | null
  /** The frame's captured bytes. */
  readonly bytes: Uint8Array
}

/** A row to be kept: all of it, read now. Its `bytes` are still those of the frame. */
export function copyRow(row: FrameRow): FrameRow {
  const { number, time, offset, delta, length, wholeLength, source, destination } = row
  const { protocols, description, ip, ports, tcp, tls, bytes } = row
  const frame = { number, time, offset, delta, length, wholeLength, source, destination }
  return { ...frame, protocols, description, ip, ports, tcp, tls, bytes }
}

export interface TcpRow {
  readonly seq: number
  readonly ack: number
  readonly flags: number
  readonly window: number
  readonly payloadLength: number
  readonly retransmit: boolean
  readonly synRetransmit: boolean
}

export interface TlsRow {
  /** Number of the conversation, as the report counts. */
  readonly conversation: number
  /** Names of the messages that have bytes in this frame. */
  readonly messages: readonly string[]
  /** Types of its handshake messages, by number. */
  readonly handshakeTypes: readonly number[]
  /** Alert descriptions in it, by number. */
  readonly alerts: readonly number[]
  readonly serverName: string | null
}
