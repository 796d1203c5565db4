// The certificate does not cover the name.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateNameMismatch: Rule = certificateRule({
  kind: 'name-mismatch',
  title: 'The certificate does not cover the name',
  own: [],
  // What OpenSSL says where the application's own check of the name refuses: by the error that it left behind.
  also: [alerts.handshake_failure, alerts.internal_error],
})
