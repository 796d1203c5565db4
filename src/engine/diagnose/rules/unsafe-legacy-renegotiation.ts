// One side demands secure renegotiation (RFC 5746) and the other does not signal it.

import { alerts } from '../../registry/tables/alerts.ts'
import { cipherSuites } from '../../registry/tables/cipher-suites.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import { versions } from '../../registry/tables/versions.ts'
import type { ClientHello } from '../../tls/handshake.ts'
import { hasExtension, signatureSchemes } from '../../tls/hello.ts'
import { rankVersion } from '../../tls/version.ts'
import { factOf } from '../evidence.ts'
import { isModernHello } from '../hello-shape.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

/** Few servers insist on it. A hello that is out of the ordinary in its lists as well is more often refused for those. */
const demanded = 0.78
const doubted = 0.66

export const unsafeLegacyRenegotiation: Rule = {
  id: 'unsafe-legacy-renegotiation',
  title: 'One side demands secure renegotiation, and the other does not signal it',
  find(story) {
    const { end, hello, helloMessage, serverHello, serverHelloMessage } = story
    if (!end || !hello || !helloMessage) return []
    const reference = 'RFC 5746 section 3'
    if (end.by === 'client' && serverHello && serverHelloMessage && !story.tls13) {
      if (hasExtension(serverHello, extensions.renegotiation_info) || !signals(hello)) return []
      // The client ends it straight after ServerHello: it has not looked at the certificate.
      const said = end.alert?.code === alerts.handshake_failure
      if (!said && end.how === 'alert') return []
      // Whoever says nothing more likely minds a version that hardly anybody takes today.
      const isOld = rankVersion(story.version ?? 0) < rankVersion(versions['TLS 1.2'])
      const weight = said
        ? 0.96
        : isOld
          ? 0.5
          : story.stage === 'server-flight' || story.stage === 'server-hello'
            ? 0.72
            : 0.3
      const evidence = [
        factOf('The ServerHello has no renegotiation_info', serverHelloMessage, reference),
        evidenceOfEnd(end),
      ]
      return [
        finding(story, {
          cause: 'unsafe-legacy-renegotiation',
          weight,
          evidence,
          faultSide: 'server',
        }),
      ]
    }
    if (end.by !== 'server' || story.stage !== 'hello' || signals(hello)) return []
    if (end.alert?.code !== alerts.handshake_failure || offersOnly13(hello)) return []
    const evidence = [
      factOf(
        'The ClientHello has neither renegotiation_info nor its signalling suite',
        helloMessage,
        reference,
      ),
      evidenceOfEnd(end),
    ]
    return [
      finding(story, {
        cause: 'unsafe-legacy-renegotiation',
        weight: isModernHello(hello) && signatureSchemes(hello) !== null ? demanded : doubted,
        evidence,
        faultSide: 'client',
      }),
    ]
  },
}

function signals(hello: ClientHello): boolean {
  return (
    hasExtension(hello, extensions.renegotiation_info) ||
    hello.cipherSuites.includes(cipherSuites.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)
  )
}

/** TLS 1.3 has no renegotiation, and nothing to signal. */
function offersOnly13({ cipherSuites: offered }: ClientHello): boolean {
  return offered.every((suite) => suite >> 8 === 0x13)
}
