// The certificate is not made for this use.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateWrongUsage: Rule = certificateRule({
  kind: 'wrong-usage',
  title: 'The certificate is not made for this use',
  own: [alerts.unsupported_certificate],
  also: [alerts.handshake_failure, alerts.illegal_parameter, alerts.internal_error],
  unseen: ['unsupported'],
})
