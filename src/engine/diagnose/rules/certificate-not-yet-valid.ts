// The certificate was not valid yet.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateNotYetValid: Rule = certificateRule({
  kind: 'not-yet-valid',
  title: 'The certificate was not valid yet',
  own: [],
  also: [alerts.certificate_expired],
})
