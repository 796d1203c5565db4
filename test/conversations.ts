// Conversations written by hand, for what no fixture shows.

import type { SegmentMark, TcpFacts, TcpSide } from '../src/engine/net/facts.ts'
import { beginConversation } from '../src/engine/session/draft.ts'
import type { Conversation, DatagramFacts, Message } from '../src/engine/session/conversation.ts'
import type { HandshakeBody } from '../src/engine/tls/handshake.ts'
import { alerts } from '../src/engine/registry/tables/alerts.ts'
import type { Side } from '../src/engine/wire/span.ts'

export function writeConversation(change: Partial<Conversation> = {}): Conversation {
  const begun = beginConversation({
    id: 1,
    capture: 0,
    transport: change.transport ?? 'tcp',
    client: { address: '192.0.2.1', port: 50_000 },
    server: { address: '192.0.2.2', port: 443 },
    protocol: 6,
    frame: 1,
    time: { seconds: 1_700_000_000, nanos: 0 },
    midstream: false,
  })
  const messages = (change.messages ?? []).map((message, i) => ({ ...message, frame: i + 1 }))
  return { ...begun, protocol: 'tls', ...change, messages, lastFrame: messages.length }
}

export function writeMessage(from: Side, change: Partial<Message>): Message {
  return {
    frame: 0,
    frames: [],
    time: { seconds: 1_700_000_000, nanos: 0 },
    from,
    kind: 'handshake',
    name: change.body?.kind ?? 'encrypted',
    code: null,
    level: null,
    encrypted: false,
    decrypted: false,
    length: 100,
    recordVersion: 0x0303,
    bytes: null,
    body: null,
    damage: null,
    spans: [],
    record: 0,
    ssl2: null,
    ...change,
  }
}

/** `extensions` by number, with their data. */
export function writeClientHello(
  extensions: readonly (readonly [type: number, data: readonly number[]])[] = [],
  cipherSuites: readonly number[] = [0xc02f, 0x1301],
): Message {
  const body: HandshakeBody = {
    kind: 'client_hello',
    legacyVersion: 0x0303,
    random: new Uint8Array(32),
    sessionId: new Uint8Array(0),
    cookie: null,
    cipherSuites,
    compressionMethods: [0],
    extensions: listOf(extensions),
  }
  return writeMessage('client', { body })
}

export function writeServerHello(
  extensions: readonly (readonly [type: number, data: readonly number[]])[] = [],
  cipherSuite = 0xc02f,
): Message {
  const body: HandshakeBody = {
    kind: 'server_hello',
    legacyVersion: 0x0303,
    random: new Uint8Array(32),
    sessionId: new Uint8Array(0),
    cipherSuite,
    compressionMethod: 0,
    extensions: listOf(extensions),
  }
  return writeMessage('server', { body })
}

export function writeAlert(from: Side, name: keyof typeof alerts, level = 2): Message {
  const code = alerts[name]
  return writeMessage(from, {
    kind: 'alert',
    name,
    code,
    level,
    bytes: Uint8Array.of(level, code),
  })
}

/** A segment or datagram of a frame, so many seconds after the beginning. */
export function writeMark(frame: number, seconds = frame): SegmentMark {
  return {
    frame,
    time: { seconds: 1_700_000_000 + Math.floor(seconds), nanos: Math.round((seconds % 1) * 1e9) },
    seq: 0,
    ack: 0,
    flags: 0,
    window: 0,
    length: 0,
    ttl: 64,
    ipId: null,
    dontFragment: true,
    payload: null,
  }
}

/** A connection that both sides have opened. */
export function writeTcp(client: Partial<TcpSide>, server: Partial<TcpSide>): TcpFacts {
  return {
    client: { ...quietSide, syn: writeMark(1), syns: 1, ...client },
    server: { ...quietSide, syn: writeMark(2), syns: 1, ...server },
    roundTrip: null,
  }
}

const quietSide: TcpSide = {
  syn: null,
  syns: 0,
  lastSyn: null,
  maximumSegmentSize: null,
  firstData: null,
  lastData: null,
  last: null,
  fin: null,
  resets: [],
  streamBytes: 0,
  acknowledged: 0,
  sent: 0,
  retransmissions: 0,
  stalledRetransmissions: 0,
  stalledLength: 0,
  firstStalled: null,
  lastStalled: null,
  largestAcknowledged: 0,
  missingAcknowledged: 0,
  missingUnacknowledged: 0,
  firstHole: null,
  conflicting: null,
  truncatedFrames: 0,
  duplicateAcks: 0,
  dataAfterReset: null,
}

export function writeDatagrams(change: Partial<DatagramFacts>): DatagramFacts {
  return {
    datagrams: { client: 1, server: 0 },
    retransmittedFlights: { client: 0, server: 0 },
    firstDatagram: { client: null, server: null },
    lastDatagram: { client: null, server: null },
    cookies: 0,
    wrongRetry: null,
    offeredVersions: [],
    versionNegotiation: null,
    moved: null,
    closes: [],
    eapEnd: null,
    eapMethod: null,
    eapNak: null,
    earlyPackets: 0,
    ...change,
  }
}

function listOf(extensions: readonly (readonly [type: number, data: readonly number[]])[]) {
  return {
    items: extensions.map(([type, data]) => ({ type, data: Uint8Array.from(data), at: 0 })),
    damage: null,
  }
}
