// The signature does not fit the certificate.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateKeyMismatch: Rule = certificateRule({
  kind: 'key-mismatch',
  title: 'The signature does not fit the certificate',
  own: [alerts.decrypt_error],
  also: [
    alerts.handshake_failure,
    alerts.illegal_parameter,
    alerts.unexpected_message,
    alerts.internal_error,
  ],
  late: true,
  unseen: ['bad-signature'],
})
