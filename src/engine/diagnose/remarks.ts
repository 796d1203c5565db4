// Worth knowing, no alarm.

import { nameOfVersion } from '../registry/name.ts'
import { versions } from '../registry/tables/versions.ts'
import { refusedStatus } from '../session/application-start.ts'
import { certificateMessage } from '../session/handshake-view.ts'
import { rankVersion } from '../tls/version.ts'
import { fact, factAt, factOf } from './evidence.ts'
import { findAttempt } from './fallback.ts'
import type { Evidence } from './finding.ts'
import type { Siblings } from './siblings.ts'
import type { Story } from './story.ts'
import type { Outcome } from './verdict.ts'

export function findRemarks(
  story: Story,
  siblings: Siblings,
  outcome: Outcome,
): readonly Evidence[] {
  const remarks = [...ofVersion(story), ...ofQuic(story, siblings)]
  if (outcome !== 'completed') return remarks
  return [
    ...remarks,
    ...ofDates(story, siblings),
    ...ofEmptyCertificate(story),
    ...ofRefusal(story),
    ...ofAlert(story),
  ]
}

function ofVersion({ version, serverHelloMessage: message }: Story): Evidence[] {
  if (version === null || !message) return []
  const rank = rankVersion(version)
  if (rank < 0 || rank >= rankVersion(versions['TLS 1.2'])) return []
  return [
    factOf(`The version agreed on, ${nameOfVersion(version)}, is deprecated`, message, 'RFC 8996'),
  ]
}

function ofQuic(story: Story, siblings: Siblings): Evidence[] {
  return [...ofRetry(story), ...ofMove(story), ...ofFallback(story, siblings)]
}

function ofRetry({ c }: Story): Evidence[] {
  const wrong = c.datagram?.wrongRetry
  if (!wrong) return []
  return [
    factAt(
      'The tag of a Retry is wrong: the client has to pass over it, which was damaged on the way or forged',
      wrong.span,
      wrong.tag,
      'RFC 9001 section 5.8',
    ),
  ]
}

function ofMove({ c }: Story): Evidence[] {
  const moved = c.datagram?.moved
  if (!moved) return []
  const { address, port } = moved.to
  const from = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return [
    factAt(
      `The client went on from another address, ${from}`,
      moved.span,
      null,
      'RFC 9000 section 9',
    ),
  ]
}

function ofFallback({ c }: Story, siblings: Siblings): Evidence[] {
  const attempt = c.transport === 'tcp' ? findAttempt(c, siblings) : null
  if (!attempt) return []
  return [
    fact(
      `The client tried QUIC first (conversation ${attempt.id}, frame ${attempt.firstFrame}) and had no answer`,
    ),
  ]
}

/** An expired certificate that was accepted: the dates alone are read, for there may be many conversations. */
function ofDates(story: Story, siblings: Siblings): Evidence[] {
  return (['server', 'client'] as const).flatMap((side) => {
    const told = certificateMessage(story.c, side)
    const leaf = told?.body.entries.items[0]
    if (!told || !leaf) return []
    const { notBefore, notAfter } = siblings.datesOf(leaf.data)
    const at = told.message.time.seconds
    const expired = notAfter !== null && notAfter < at
    if (!expired && !(notBefore !== null && notBefore > at)) return []
    const what = expired ? 'had expired' : 'was not valid yet'
    return [
      factOf(`The ${side}'s certificate ${what}, and was accepted all the same`, told.message),
    ]
  })
}

function ofEmptyCertificate(story: Story): Evidence[] {
  if (story.clientCertificate !== 'empty') return []
  const message = story.message('certificate', 'client')
  const text = 'he server asked for a client certificate, got none, and went on'
  return [
    message ? factOf(`T${text}`, message) : fact(`By the size of the client's answer, t${text}`),
  ]
}

/** A server may complete the handshake and refuse over HTTP: nginx and IIS do so where a client certificate lacks. */
function ofRefusal({ c }: Story): Evidence[] {
  const status = refusedStatus(c)
  if (status === null) return []
  return [fact(`The handshake went well, and the server answered with HTTP status ${status}`)]
}

/** A fatal alert on a connection that had done its work. */
function ofAlert({ fatal }: Story): Evidence[] {
  return fatal
    ? [factOf(`The ${fatal.from} ended the connection with ${fatal.message.name}`, fatal.message)]
    : []
}
