// A trial run of the scan over datagrams written down in a test: no capture file, no network layer.

import { Frame } from '../capture/frame.ts'
import { parseKeyLog } from '../capture/keylog.ts'
import type { Direction, Flow } from '../net/flow.ts'
import { Packet } from '../net/packet.ts'
import type { Conversation } from './conversation.ts'
import { DatagramScan } from './datagram-scan.ts'
import { KeyRing } from './keyring.ts'
import { Numbering } from './numbering.ts'

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))

export const hexOf = (value: number, bytes: number): string =>
  value.toString(16).padStart(2 * bytes, '0')

/** `from`: another port of the client than the first, 50000. */
export type Sent = readonly [direction: Direction, hex: string | Uint8Array, from?: number]

/** Headers that stand before every payload, so that offsets in the frame differ from those in the payload. */
const headers = 42

/** Each datagram is a frame, one a second; `cut` bytes of its payload are missing in the capture. */
export function follow(
  datagrams: readonly Sent[],
  options: { cut?: number; port?: number; keyLog?: string } = {},
): Conversation[] {
  const { cut = 0, port = 443, keyLog } = options
  const conversations: Conversation[] = []
  const scan = makeScan(conversations, keyLog)
  const flows = new Map<number, Flow>()
  const dull = new Set<number>()
  for (const [index, [direction, payload, from = 50_000]] of datagrams.entries()) {
    const bytes = typeof payload === 'string' ? bytesOf(payload) : payload
    const packet = makePacket(index + 1, bytes)
    packet.payloadTo = Math.max(packet.payloadFrom, packet.payloadTo - cut)
    if (dull.has(from)) continue
    const flow = flows.get(from) ?? makeFlow(flows.size + 1, from, port)
    flows.set(from, flow)
    const interesting = scan.datagram(
      flow,
      direction,
      packet.bytes,
      packet.payloadFrom,
      packet.payloadTo,
      packet,
    )
    if (!interesting) dull.add(from)
  }
  for (const flow of flows.values()) scan.end(flow)
  scan.finish()
  return conversations
}

export interface LinkFrame {
  readonly source: string
  readonly destination: string
  readonly eapol: string
}

/** The same for EAPOL on a link. */
export function followLink(frames: readonly LinkFrame[]): Conversation[] {
  const conversations: Conversation[] = []
  const scan = makeScan(conversations)
  for (const [index, { source, destination, eapol }] of frames.entries()) {
    const packet = makePacket(index + 1, bytesOf(eapol))
    packet.frame.bytes.set(bytesOf(destination), 0)
    packet.frame.bytes.set(bytesOf(source), 6)
    packet.destinationMacAt = 0
    packet.sourceMacAt = 6
    scan.eapol(packet.bytes, packet.payloadFrom, packet.payloadTo, packet)
  }
  scan.finish()
  return conversations
}

function makeScan(conversations: Conversation[], keyLog?: string): DatagramScan {
  const ring = keyLog === undefined ? null : new KeyRing({ keyLogs: [parseKeyLog(keyLog)] })
  return new DatagramScan({
    capture: 0,
    onConversation: (conversation) => conversations.push(conversation),
    numbering: new Numbering(1),
    makeOpener: () => null,
    makeDtlsOpener: () => ring?.dtlsOpenerFor() ?? null,
    makeQuicOpener: () => ring?.quicOpenerFor() ?? null,
  })
}

function makeFlow(id: number, from: number, port: number): Flow {
  return {
    id,
    transport: 'udp',
    ends: [
      { address: '192.0.2.1', port: from },
      { address: '192.0.2.2', port },
    ],
    firstFrame: 1,
    startSeconds: 1,
    startNanos: 0,
    tcp: null,
    icmp: [],
    midstream: false,
    state: null,
    done: false,
    unheard: 0,
    settled: false,
  }
}

function makePacket(number: number, payload: Uint8Array): Packet {
  const frame = new Frame()
  frame.number = number
  frame.seconds = number
  frame.bytes = new Uint8Array(headers + payload.length)
  frame.bytes.set(payload, headers)
  frame.to = frame.bytes.length
  const packet = new Packet(frame)
  packet.bytes = frame.bytes
  packet.payloadFrom = headers
  packet.payloadTo = frame.bytes.length
  packet.payloadWhole = payload.length
  return packet
}

/** `from kind name`, one word for each, as the ladder has them. */
export const ladderOf = (conversation: Conversation | undefined): string[] =>
  (conversation?.messages ?? []).map(
    (m) => `${m.frame} ${m.from} ${m.name}${m.retransmission ? ' again' : ''}`,
  )
