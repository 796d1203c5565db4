// A CA certificate of the chain had expired.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateIntermediateExpired: Rule = certificateRule({
  kind: 'intermediate-expired',
  title: 'A CA certificate of the chain had expired',
  own: [alerts.certificate_expired],
  also: [alerts.unknown_ca],
})
