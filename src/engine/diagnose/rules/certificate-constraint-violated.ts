// A CA of the chain may not issue this certificate.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateConstraintViolated: Rule = certificateRule({
  kind: 'constraint-violated',
  title: 'A CA of the chain may not issue this certificate',
  own: [],
  also: [alerts.unknown_ca, alerts.handshake_failure, alerts.unsupported_certificate],
})
