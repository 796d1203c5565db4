// The certificate cannot be read.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateMalformed: Rule = certificateRule({
  kind: 'malformed',
  title: 'The certificate cannot be read',
  own: [],
  also: [
    alerts.decode_error,
    alerts.unsupported_certificate,
    alerts.unexpected_message,
    alerts.decrypt_error,
    alerts.internal_error,
    alerts.illegal_parameter,
  ],
})
