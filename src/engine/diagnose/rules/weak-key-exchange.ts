// The server's Diffie-Hellman parameters are too weak for the client.

import { alerts } from '../../registry/tables/alerts.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import type { Story } from '../story.ts'

/** What clients of today ask for (OpenSSL security level 2). */
const enoughBits = 2048
const fitting: readonly number[] = [
  alerts.handshake_failure,
  alerts.insufficient_security,
  alerts.illegal_parameter,
  alerts.internal_error,
]

export const weakKeyExchange: Rule = {
  id: 'weak-key-exchange',
  title: "The server's key exchange is too weak for the client",
  find(story) {
    const { end } = story
    const message = story.message('server_key_exchange', 'server')
    const bits = bitsOf(story)
    if (end?.by !== 'client' || !message || bits === null || bits >= enoughBits) return []
    if (story.stage !== 'server-flight' && story.stage !== 'server-hello') return []
    const said = end.how === 'alert'
    if (said && !fitting.includes(end.alert?.code ?? -1)) return []
    const strict = bits < 1024 || said
    return [
      finding(story, {
        cause: 'weak-key-exchange',
        weight: said ? 0.95 : strict ? 0.85 : 0.72,
        evidence: [
          factOf(
            `The server's Diffie-Hellman prime has ${bits} bits`,
            message,
            'RFC 7919 section 4',
          ),
          evidenceOfEnd(end),
        ],
        facts: { bits },
      }),
    ]
  },
}

function bitsOf(story: Story): number | null {
  const body = story.message('server_key_exchange', 'server')?.body
  if (body?.kind !== 'server_key_exchange') return null
  const { exchange } = body
  if (exchange?.method === 'dhe') return bitLength(exchange.prime)
  return exchange?.method === 'rsa_export' ? bitLength(exchange.modulus) : null
}

function bitLength(number: Uint8Array): number {
  const from = number.findIndex((byte) => byte !== 0)
  if (from < 0) return 0
  return (number.length - from) * 8 - Math.clz32(number[from] ?? 0) + 24
}
