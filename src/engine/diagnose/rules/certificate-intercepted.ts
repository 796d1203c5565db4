// The certificate was made on the fly by an inspection proxy.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateIntercepted: Rule = certificateRule({
  kind: 'intercepted',
  title: 'The certificate was made on the fly by an inspection proxy',
  own: [alerts.unknown_ca],
  also: [],
})
