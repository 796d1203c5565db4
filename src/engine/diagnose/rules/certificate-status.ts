// The stapled OCSP response is missing or bad.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateStatus: Rule = certificateRule({
  kind: 'status',
  title: 'The stapled OCSP response is missing or bad',
  own: [alerts.bad_certificate_status_response],
  also: [],
  unseen: [],
  outside: true,
})
