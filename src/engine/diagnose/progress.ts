// How far a handshake came: what each side had sent, and whether both were satisfied.

import { contentTypes } from '../registry/tables/content-types.ts'
import type { Conversation, Message } from '../session/conversation.ts'
import type { Side } from '../wire/span.ts'
import type { SealedFlights } from './sealed.ts'

export interface Progress {
  /** Finished of this side: read, or known by its place (after ChangeCipherSpec) or size (TLS 1.3). */
  readonly finished: Record<Side, boolean>
  /** Frame of the last of the two; null while one lacks. */
  readonly finishedFrame: number | null
  /** Records of application data after the handshake. */
  readonly data: Record<Side, number>
  /** TLS 1.3: the server sent a ticket or data after the client's Finished, which shows that it took it. */
  readonly accepted: boolean
}

/** TLS 1.2 and before: Finished is the handshake record behind ChangeCipherSpec, whether it can be read or not. */
export function readProgress(c: Conversation): Progress {
  const changed: Record<Side, boolean> = { client: false, server: false }
  const finished: Record<Side, boolean> = { client: false, server: false }
  let finishedFrame: number | null = null
  for (const message of c.messages) {
    if (message.kind === 'change_cipher_spec') changed[message.from] = true
    if (message.kind !== 'handshake' || !changed[message.from] || finished[message.from]) continue
    if (!message.encrypted && message.name !== 'finished') continue
    finished[message.from] = true
    if (finished.client && finished.server) finishedFrame = message.frame
  }
  const data = {
    client: finished.client ? c.applicationRecords.client : 0,
    server: finished.server ? c.applicationRecords.server : 0,
  }
  return { finished, finishedFrame, data, accepted: finished.server }
}

/** TLS 1.3, opened with keys where there are any, else by the sizes of its records. */
export function readProgress13(c: Conversation, sealed: SealedFlights): Progress {
  const read = (side: Side) =>
    c.messages.find((m) => m.from === side && m.name === 'finished' && !m.encrypted) ?? null
  const ofClient = read('client')
  const ofServer = read('server')
  if (ofClient === null && ofServer === null) {
    return {
      finished: { client: sealed.finished !== null, server: sealed.serverFlight > 0 },
      finishedFrame: sealed.finished?.frame ?? null,
      data: { client: sealed.clientData, server: sealed.serverData },
      accepted: sealed.serverData > 0,
    }
  }
  // Keys of one side only: of the other, sizes tell.
  const client = ofClient !== null || sealed.finished !== null
  const clientFrame = ofClient?.frame ?? sealed.finished?.frame ?? null
  return {
    finished: { client, server: ofServer !== null || sealed.serverFlight > 0 },
    finishedFrame: client ? clientFrame : null,
    data: { client: dataOf(c, 'client', ofClient), server: dataOf(c, 'server', ofServer) },
    accepted:
      clientFrame !== null &&
      c.messages.some(
        (m) =>
          m.from === 'server' &&
          m.frame >= clientFrame &&
          (m.name === 'new_session_ticket' || m.kind === 'application_data'),
      ),
  }
}

/** Records of data that a side sent after its Finished: early data does not count. */
function dataOf(c: Conversation, side: Side, finished: Message | null): number {
  if (finished === null) return 0
  const read = c.messages.filter(
    (m) => m.from === side && m.kind === 'application_data' && m.frame >= finished.frame,
  ).length
  return read === 0 ? 0 : Math.max(read, 1)
}

/** Handshake records that were protected by an established connection: a renegotiation, or an attempt at one. */
export function findRenegotiation(c: Conversation, afterFrame: number): Record<Side, number> {
  const count: Record<Side, number> = { client: 0, server: 0 }
  const seen: Record<Side, boolean> = { client: false, server: false }
  for (const record of c.records) {
    if (record?.type !== contentTypes.handshake || !record.encrypted) continue
    // The first protected handshake record of a side is its Finished.
    if (!seen[record.from]) seen[record.from] = true
    else if (record.frame >= afterFrame) count[record.from]++
  }
  return count
}
