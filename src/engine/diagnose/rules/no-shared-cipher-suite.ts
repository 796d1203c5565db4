// No cipher suite that the client offers is one that the server can use.

import { count } from '../../wire/count.ts'
import { nameOfCipherSuite } from '../../registry/name.ts'
import { isGrease } from '../../registry/grease.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { cipherSuites } from '../../registry/tables/cipher-suites.ts'
import { fact, factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import { isModernHello } from '../hello-shape.ts'

/** A list of one leaves the least to agree on, whatever else is narrow in the hello. */
const only = 0.82

export const noSharedCipherSuite: Rule = {
  id: 'no-shared-cipher-suite',
  title: 'No cipher suite in common',
  find(story, siblings) {
    const { end, hello, helloMessage } = story
    if (end?.by !== 'server' || story.stage !== 'hello' || !hello || !helloMessage) return []
    const code = end.alert?.code
    if (code !== alerts.handshake_failure && code !== alerts.insufficient_security) return []
    const suites = hello.cipherSuites.filter((s) => !isSignal(s))
    const taken = siblings
      .ofServer(story.c)
      .flatMap((s) => (s.outcome === 'completed' && s.suite !== null ? [s.suite] : []))
    const disjoint = taken.length > 0 && taken.every((suite) => !hello.cipherSuites.includes(suite))
    const narrow = !isModernHello(hello) || suites.length === 1
    const usual = code === alerts.insufficient_security ? 0.5 : 0.55
    const weight = disjoint ? 0.93 : suites.length === 1 ? only : narrow ? 0.72 : usual
    const evidence = [
      factOf(
        `The client offered ${count(suites.length, 'cipher suite')}: ${suites.slice(0, 4).map(nameOfCipherSuite).join(', ')}${suites.length > 4 ? ' …' : ''}`,
        helloMessage,
      ),
      evidenceOfEnd(end),
    ]
    if (taken.length > 0) {
      const agreed = [...new Set(taken)].map(nameOfCipherSuite).join(', ')
      evidence.push(
        fact(
          disjoint
            ? `What this server agreed on elsewhere in the capture (${agreed}) is not among them`
            : `Elsewhere in the capture this server agreed on ${agreed}`,
        ),
      )
    }
    return [
      finding(story, {
        cause: 'no-shared-cipher-suite',
        weight,
        evidence,
        facts: { offered: suites.length },
        alternatives: ['no-shared-signature-scheme', 'no-shared-group'],
      }),
    ]
  },
}

/** Values that stand in the list and are no suites. */
function isSignal(suite: number): boolean {
  return (
    isGrease(suite) ||
    suite === cipherSuites.TLS_EMPTY_RENEGOTIATION_INFO_SCSV ||
    suite === cipherSuites.TLS_FALLBACK_SCSV
  )
}
