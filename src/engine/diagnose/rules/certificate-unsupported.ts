// A kind of certificate or key that the peer cannot use.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateUnsupported: Rule = certificateRule({
  kind: 'unsupported',
  title: 'A kind of certificate or key that the peer cannot use',
  own: [alerts.unsupported_certificate],
  also: [alerts.illegal_parameter, alerts.handshake_failure],
})
