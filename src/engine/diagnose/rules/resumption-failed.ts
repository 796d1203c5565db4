// An attempt to resume a session breaks the handshake where a full one works.

import { alerts } from '../../registry/tables/alerts.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import type { ClientHello } from '../../tls/handshake.ts'
import { findExtension, hasExtension, pskIdentities } from '../../tls/hello.ts'
import { fact, factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

/** What servers say to a session that does not fit (causes.md, resumption-failed). */
const fitting: readonly number[] = [
  alerts.handshake_failure,
  alerts.illegal_parameter,
  alerts.decrypt_error,
  alerts.bad_record_mac,
  alerts.internal_error,
  alerts.unexpected_message,
]

export const resumptionFailed: Rule = {
  id: 'resumption-failed',
  title: 'The attempt to resume a session failed',
  find(story, siblings) {
    const { end, hello, helloMessage } = story
    if (end?.by !== 'server' || story.stage !== 'hello' || !hello || !helloMessage) return []
    if (!resumes(hello, story.newestOffered)) return []
    if (end.how === 'alert' && !fitting.includes(end.alert?.code ?? -1)) return []
    const full = siblings.ofPair(story.c).find((s) => s.outcome === 'completed' && !s.resumed)
    const lostSecret =
      full?.hello &&
      hasExtension(full.hello, extensions.extended_master_secret) &&
      !hasExtension(hello, extensions.extended_master_secret)
    if (!full) return []
    const evidence = [
      factOf('The ClientHello asks to resume a session', helloMessage),
      fact('A full handshake of the same client with this server had succeeded'),
      evidenceOfEnd(end),
    ]
    if (lostSecret)
      evidence.splice(
        1,
        0,
        factOf(
          'The session was made with extended_master_secret, and the hello that resumes it lacks it',
          helloMessage,
          'RFC 7627 section 5.3',
        ),
      )
    return [
      finding(story, {
        cause: 'resumption-failed',
        weight: lostSecret ? 0.94 : end.how === 'alert' ? 0.74 : 0.5,
        evidence,
        alternatives: lostSecret ? ['extended-master-secret-missing'] : [],
      }),
    ]
  },
}

/** A hello for TLS 1.3 carries a session id that means nothing (RFC 8446 section 4.1.2): there only a pre-shared key counts. */
function resumes(hello: ClientHello, newest: number | null): boolean {
  if ((findExtension(hello, extensions.session_ticket)?.data.length ?? 0) > 0) return true
  // External identities are short; a ticket is not.
  if (pskIdentities(hello)?.some((psk) => psk.identity.length > 64)) return true
  return hello.sessionId.length > 0 && newest !== null && newest < 0x0304
}
