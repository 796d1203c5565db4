// An intermediate certificate is missing.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateChainIncomplete: Rule = certificateRule({
  kind: 'chain-incomplete',
  title: 'An intermediate certificate is missing',
  own: [alerts.unknown_ca],
  also: [],
})
