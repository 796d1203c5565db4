// Frames for tests, built from readable hex: headers with their lengths filled in.

import { Frame } from '../capture/frame.ts'

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export interface FrameOptions {
  readonly linkType?: number
  readonly number?: number
  /** Seconds, with a fraction. */
  readonly time?: number
  /** Bytes that the wire had and the capture lacks. */
  readonly cut?: number
}

export function frameOf(hex: string, options: FrameOptions = {}): Frame {
  const { linkType = 101, number = 1, time = 0, cut = 0 } = options
  const frame = new Frame()
  // Never at offset 0, so that a forgotten `from` shows.
  const block = bytesOf(`ffff ${hex} ffff`)
  frame.bytes = block
  frame.from = 2
  frame.to = block.length - 2 - cut
  frame.wholeLength = block.length - 4
  frame.linkType = linkType
  frame.number = number
  frame.seconds = Math.floor(time)
  frame.nanos = Math.round((time - frame.seconds) * 1e9)
  return frame
}

export function hex(value: number, bytes: number): string {
  return (value % 2 ** (8 * bytes)).toString(16).padStart(2 * bytes, '0')
}

const size = (text: string): number => bytesOf(text).length

export interface Ip4 {
  readonly source?: string
  readonly destination?: string
  readonly id?: number
  readonly ttl?: number
  readonly fragment?: number
  readonly options?: string
}

export function ip4(protocol: number, payload: string, ip: Ip4 = {}): string {
  const { source = '0a000001', destination = '0a000002', id = 0, ttl = 64 } = ip
  const { fragment = 0x4000, options = '' } = ip
  const header = 20 + size(options)
  const first = hex(0x40 + header / 4, 1)
  return `${first} 00 ${hex(header + size(payload), 2)} ${hex(id, 2)} ${hex(fragment, 2)} ${hex(ttl, 1)} ${hex(protocol, 1)} 0000 ${source} ${destination} ${options} ${payload}`
}

export function ip6(next: number, payload: string): string {
  const prefix = '20010db8 00000000 00000000'
  return `60000000 ${hex(size(payload), 2)} ${hex(next, 1)} 40 ${prefix} 00000001 ${prefix} 00000002 ${payload}`
}

export function udp(source: number, destination: number, payload: string): string {
  return `${hex(source, 2)} ${hex(destination, 2)} ${hex(8 + size(payload), 2)} 0000 ${payload}`
}

export interface Tcp {
  readonly source?: number
  readonly destination?: number
  readonly seq?: number
  readonly ack?: number
  readonly flags?: number
  readonly window?: number
  readonly options?: string
}

export function tcp(payload: string, tcpHeader: Tcp = {}): string {
  const { source = 40000, destination = 443, seq = 1, ack = 1 } = tcpHeader
  const { flags = 0x18, window = 1000, options = '' } = tcpHeader
  const offset = hex((5 + size(options) / 4) << 4, 1)
  return `${hex(source, 2)} ${hex(destination, 2)} ${hex(seq, 4)} ${hex(ack, 4)} ${offset} ${hex(flags, 1)} ${hex(window, 2)} 0000 0000 ${options} ${payload}`
}
