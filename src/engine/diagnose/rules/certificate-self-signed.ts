// The certificate is its own issuer.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateSelfSigned: Rule = certificateRule({
  kind: 'self-signed',
  title: 'The certificate is its own issuer',
  own: [alerts.unknown_ca],
  also: [alerts.handshake_failure],
})
