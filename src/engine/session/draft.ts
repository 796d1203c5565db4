// A conversation under way: how one begins, and what is done when client and server turn out to stand the other way round.

import type { Endpoint } from '../net/facts.ts'
import type { Moment } from '../wire/moment.ts'
import { otherSide, type Side } from '../wire/span.ts'
import type { Conversation, Transport } from './conversation.ts'
import { noKeys } from './keys.ts'

export interface Beginning {
  readonly id: number
  readonly capture: number
  readonly transport: Transport
  readonly client: Endpoint
  readonly server: Endpoint
  /** IP's number for what carries it; null where the ends have no IP addresses. */
  readonly protocol: number | null
  readonly frame: number
  readonly time: Moment
  readonly midstream: boolean
}

/** A conversation of which nothing is known but its ends. */
export function beginConversation(beginning: Beginning): Conversation {
  const { id, capture, transport, client, server, protocol, frame, time, midstream } = beginning
  return {
    id,
    capture,
    transport,
    protocol: null,
    upgrade: null,
    client,
    server,
    ipProtocol: protocol,
    firstFrame: frame,
    firstTime: time,
    lastFrame: frame,
    lastTime: time,
    tcp: null,
    icmp: [],
    preface: [],
    firstBytes: { client: null, server: null },
    messages: [],
    records: [],
    applicationRecords: { client: 0, server: 0 },
    applicationBytes: { client: 0, server: 0 },
    garbage: [],
    midstream,
    missing: { client: 0, server: 0 },
    captureEnd: null,
    established: false,
    pending: { client: null, server: null },
    upgradeFacts: null,
    proxyTarget: null,
    keys: noKeys(),
    datagram: null,
  }
}

/** The one who was taken for the client is the server: turns round all that was noted so far. */
export function turnConversation(c: Conversation): void {
  const { client, server } = c
  c.client = server
  c.server = client
  c.preface = c.preface.map(turned)
  c.messages = c.messages.map(turned)
  c.garbage = c.garbage.map(turned)
  c.records = c.records.map((record) => record && turned(record))
  c.firstBytes = swapped(c.firstBytes)
  c.applicationRecords = swapped(c.applicationRecords)
  c.applicationBytes = swapped(c.applicationBytes)
  c.missing = swapped(c.missing)
  c.pending = swapped(c.pending)
}

function turned<T extends { readonly from: Side }>(note: T): T {
  return { ...note, from: otherSide(note.from) }
}

function swapped<T>({ client, server }: Record<Side, T>): Record<Side, T> {
  return { client: server, server: client }
}
