// The certificate is revoked.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateRevoked: Rule = certificateRule({
  kind: 'revoked',
  title: 'The certificate is revoked',
  own: [alerts.certificate_revoked],
  also: [alerts.bad_certificate_status_response],
  unseen: [],
  outside: true,
})
