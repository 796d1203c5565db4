// What the sizes of TLS 1.3 records tell without keys.
//
// A protected record is content + content type (1) + padding + tag, so messages of a fixed size can be told by it:
// an alert (2), EndOfEarlyData (4), an empty Certificate (8), Finished (4 + hash). A peer may pad every record (JSSE
// adds 16 zeros); the padding of a side is learnt from its Finished. RFC 8446 sections 4.4, 5.2 and 5.4.

import { cipherSuites as suites } from '../registry/tables/cipher-suites.ts'
import { contentTypes } from '../registry/tables/content-types.ts'
import type { RecordNote } from '../session/conversation.ts'

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
  /** Records of the server after the client's Finished that are too large for an alert: a ticket, or data. */
  readonly serverData: number
}

/** JSSE's padding; no other stack is known to pad. */
const paddings = [0, 16]

/** Reads the record sizes after the ServerHello in `afterFrame`. `suite` is what it chose. */
export function readSealedFlights(
  records: readonly (RecordNote | null)[],
  suite: number,
  afterFrame: number,
): SealedFlights {
  const tag = suite === suites.TLS_AES_128_CCM_8_SHA256 ? 8 : 16
  const hash = suite === suites.TLS_AES_256_GCM_SHA384 ? 48 : 32
  const sizesOf = (content: number) => paddings.map((padding) => content + 1 + tag + padding)
  const isOf = (content: number) => {
    const sizes = sizesOf(content)
    return (record: RecordNote) => sizes.includes(record.length)
  }
  const isAlert = isOf(2)
  const isEndOfEarlyData = isOf(4)
  const isEmptyCertificate = isOf(8)
  const isFinished = isOf(4 + hash)
  const isEmptyAndFinished = isOf(8 + 4 + hash)

  const sealed = records.filter(
    (record): record is RecordNote =>
      record?.type === contentTypes.application_data && record.frame >= afterFrame,
  )
  const firstOfServer = sealed.findIndex((record) => record.from === 'server')
  // What the client sealed before the server answered is early data.
  const answer = firstOfServer < 0 ? [] : sealed.slice(firstOfServer)
  const ofClient = answer.filter((r) => r.from === 'client' && !isEndOfEarlyData(r))
  const first = ofClient[0]
  const certificate =
    first === undefined || isFinished(first) || isAlert(first)
      ? 'none'
      : isEmptyCertificate(first) || isEmptyAndFinished(first)
        ? 'empty'
        : 'sent'
  // Some stacks put Certificate, CertificateVerify and Finished into one record: then none has the size of a Finished.
  const finished =
    ofClient.find((r) => isFinished(r) || isEmptyAndFinished(r)) ??
    (certificate === 'sent' ? first : undefined) ??
    null

  const at = finished === null ? answer.length : answer.indexOf(finished)
  const before = answer.slice(0, at)
  const after = answer.slice(at + 1)
  const serverBefore = before.filter((r) => r.from === 'server')
  return {
    finished,
    certificate,
    clientAlert: finished === null ? (ofClient.find((r) => isAlert(r)) ?? null) : null,
    clientClose: after.find((r) => r.from === 'client' && isAlert(r)) ?? null,
    clientData: after.filter((r) => r.from === 'client' && !isAlert(r)).length,
    serverFlight: serverBefore.length,
    // A server's flight is longer than an alert; its first record may be as short (EncryptedExtensions with nothing in it is 23).
    serverAlert:
      serverBefore.find((r) => isAlert(r)) ??
      after.find((r) => r.from === 'server' && isAlert(r)) ??
      null,
    serverData: after.filter((r) => r.from === 'server' && !isAlert(r)).length,
  }
}
