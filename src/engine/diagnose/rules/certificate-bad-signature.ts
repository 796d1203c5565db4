// A signature in the chain does not verify.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateBadSignature: Rule = certificateRule({
  kind: 'bad-signature',
  title: 'A signature in the chain does not verify',
  own: [alerts.decrypt_error],
  also: [alerts.unknown_ca],
})
