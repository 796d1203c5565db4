// The client came back with an older version, and the server knows a newer one.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const inappropriateFallback: Rule = alertRule({
  cause: 'inappropriate-fallback',
  title: 'The client came back with an older version, and the server knows a newer one',
  alerts: [alerts.inappropriate_fallback],
  weight: 0.97,
})
