// What the sizes of TLS 1.3 records tell without keys. `session/sealed-sizes.ts` knows them.

import { contentTypes } from '../registry/tables/content-types.ts'
import type { RecordNote } from '../session/conversation.ts'
import { SealedSizes } from '../session/sealed-sizes.ts'
import type { Side } from '../wire/span.ts'

export interface SealedFlights {
  /** The record that holds the client's Finished, alone or behind its Certificate. */
  readonly finished: RecordNote | null
  /** What the client's flight had of a Certificate message. */
  readonly certificate: 'none' | 'empty' | 'sent'
  /** An alert-sized record of the client in the place of its Finished. */
  readonly clientAlert: RecordNote | null
  /** The client's first alert-sized record after its Finished. */
  readonly clientClose: RecordNote | null
  /** Records of the client after its Finished that are no alerts. */
  readonly clientData: number
  /** Protected records that the server sent before the client's Finished. */
  readonly serverFlight: number
  /** The server's first alert-sized record after the client's second flight began (or in its own flight's place). */
  readonly serverAlert: RecordNote | null
  /**
   * JSSE closes with two alerts, user_canceled and close_notify: after a fatal one it says nothing more. Of the server,
   * after the client's Finished.
   */
  readonly serverFarewell: boolean
  /** Records of the server after the client's Finished that are too large for an alert: a ticket, or data. */
  readonly serverData: number
}

/** Reads the record sizes after the ServerHello in `afterFrame`. `suite` is what it chose. */
export function readSealedFlights(
  records: readonly (RecordNote | null)[],
  suite: number,
  afterFrame: number,
): SealedFlights {
  const answer = answerOf(records, afterFrame)
  const sizes = sizesOf(answer, suite)
  const ofClient = answer.filter(
    (r) => r.from === 'client' && !sizes.client.isEndOfEarlyData(r.length),
  )
  const first = ofClient[0]
  const certificate =
    first === undefined ||
    sizes.client.isFinished(first.length) ||
    sizes.client.isAlert(first.length)
      ? 'none'
      : sizes.client.isEmptyCertificate(first.length) ||
          sizes.client.isEmptyAndFinished(first.length)
        ? 'empty'
        : 'sent'
  // Some stacks put Certificate, CertificateVerify and Finished into one record: then none has the size of a Finished.
  const finished =
    ofClient.find((r) => sizes.client.holdsFinished(r.length)) ??
    (certificate === 'sent' ? first : undefined) ??
    null

  const at = finished === null ? answer.length : answer.indexOf(finished)
  const found: { -readonly [Key in keyof SealedFlights]: SealedFlights[Key] } = {
    finished,
    certificate,
    clientAlert: null,
    clientClose: null,
    clientData: 0,
    serverFlight: 0,
    serverAlert: null,
    serverFarewell: false,
    serverData: 0,
  }
  let padded = 0
  if (finished === null)
    found.clientAlert = ofClient.find((r) => sizes.client.isAlert(r.length)) ?? null
  for (const [i, record] of answer.entries()) {
    if (i === at) continue
    const isAlert = sizes[record.from].isAlert(record.length)
    if (record.from === 'server') {
      if (i < at) found.serverFlight++
      else if (!isAlert) found.serverData++
      else if (sizes.server.isPaddedAlert(record.length)) found.serverFarewell = ++padded > 1
      // A server's flight is longer than an alert; its first record may be as short (EncryptedExtensions with nothing in it is 23).
      if (isAlert) found.serverAlert ??= record
    } else if (i > at) {
      if (isAlert) found.clientClose ??= record
      else found.clientData++
    }
  }
  return found
}

/** Longer than an alert, a Finished or an empty Certificate can be, padded or not. */
const longestShort = 128

/** Whoever pads, pads every record: a Finished of the plain size says that its sender does not. */
function sizesOf(answer: readonly RecordNote[], suite: number): Record<Side, SealedSizes> {
  const plain = new SealedSizes(suite, false)
  const either = new SealedSizes(suite)
  const of = (side: Side, isPlain: boolean) =>
    isPlain || answer.some((r) => r.from === side && plain.holdsFinished(r.length)) ? plain : either
  // Whoever puts Certificate, CertificateVerify and Finished into one record is no JSSE, the only one that pads.
  const first = answer.find((r) => r.from === 'client')?.length ?? 0
  const isWhole =
    first > longestShort &&
    !answer.some((r) => r.from === 'client' && either.holdsFinished(r.length))
  return { client: of('client', isWhole), server: of('server', false) }
}

/** Protected records from the server's first: what the client sealed before it answered is early data. */
function answerOf(records: readonly (RecordNote | null)[], afterFrame: number): RecordNote[] {
  const answer: RecordNote[] = []
  for (const record of records) {
    if (record?.type !== contentTypes.application_data || record.frame < afterFrame) continue
    if (answer.length > 0 || record.from === 'server') answer.push(record)
  }
  return answer
}
