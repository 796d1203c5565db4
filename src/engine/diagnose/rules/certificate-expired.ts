// The certificate had expired.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateExpired: Rule = certificateRule({
  kind: 'expired',
  title: 'The certificate had expired',
  own: [alerts.certificate_expired],
  also: [],
  unseen: ['intermediate-expired', 'not-yet-valid'],
})
