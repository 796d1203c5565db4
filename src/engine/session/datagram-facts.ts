// What datagrams themselves tell, whatever is in them: how many, when, and how they came.

import type { SegmentMark } from '../net/facts.ts'
import type { Packet } from '../net/packet.ts'
import type { Side } from '../wire/span.ts'
import type { DatagramFacts } from './conversation.ts'

export type DatagramNotes = { -readonly [Key in keyof DatagramFacts]: DatagramFacts[Key] }

export function noDatagrams(): DatagramNotes {
  return {
    datagrams: { client: 0, server: 0 },
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
  }
}

export function noteDatagram(facts: DatagramNotes, from: Side, mark: SegmentMark): void {
  facts.datagrams[from]++
  facts.firstDatagram[from] ??= mark
  facts.lastDatagram[from] = mark
}

/** The headers of a packet without TCP, in the form that diagnosis compares. */
export function markOf(packet: Packet): SegmentMark {
  const { frame, ttl, ipId, dontFragment, payloadWhole } = packet
  return {
    frame: frame.number,
    time: { seconds: frame.seconds, nanos: frame.nanos },
    seq: 0,
    ack: 0,
    flags: 0,
    window: 0,
    length: payloadWhole,
    ttl,
    ipId: ipId < 0 ? null : ipId,
    dontFragment,
    payload: null,
  }
}

/** Client and server change places. */
export function turnDatagrams(facts: DatagramNotes): void {
  facts.datagrams = swapped(facts.datagrams)
  facts.retransmittedFlights = swapped(facts.retransmittedFlights)
  facts.firstDatagram = swapped(facts.firstDatagram)
  facts.lastDatagram = swapped(facts.lastDatagram)
}

function swapped<T>({ client, server }: Record<Side, T>): Record<Side, T> {
  return { client: server, server: client }
}
