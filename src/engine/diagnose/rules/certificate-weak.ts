// Key or signature of the certificate is too weak.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateWeak: Rule = certificateRule({
  kind: 'weak',
  title: 'Key or signature of the certificate is too weak',
  own: [],
  also: [
    alerts.unsupported_certificate,
    alerts.decrypt_error,
    alerts.handshake_failure,
    alerts.illegal_parameter,
    alerts.insufficient_security,
  ],
})
