// The server closes the connection in QUIC's own terms. RFC 9000 section 20.1.

import { hexOf } from '../../registry/name.ts'
import { quicTransportErrors } from '../../registry/tables/quic-transport-error-codes.ts'
import { factAt } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'

/** From here on the low byte is the alert of TLS. */
const cryptoError = 0x100

export const quicRefused: Rule = {
  id: 'quic-refused',
  title: 'The connection was closed by a QUIC error',
  find(story) {
    const close = story.c.datagram?.closes.find((c) => !c.application && c.code !== 0)
    if (!close) return []
    const name = Object.entries(quicTransportErrors).find(([, code]) => code === close.code)?.[0]
    const told = close.code >= cryptoError && close.code < cryptoError + 256
    const reason = close.reason === '' ? '' : `: "${close.reason}"`
    return [
      finding(story, {
        cause: 'quic-refused',
        weight: told ? 0.4 : 0.9,
        rejectedBy: close.from,
        evidence: [
          factAt(
            `The ${close.from} closed with ${name ?? hexOf(close.code, 2)}${reason}`,
            close.span,
            null,
            'RFC 9000 section 19.19',
          ),
        ],
        facts: { code: name ?? hexOf(close.code, 2), endFrame: close.frame },
      }),
    ]
  },
}
