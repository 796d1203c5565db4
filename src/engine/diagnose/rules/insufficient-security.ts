// A side demands stronger parameters.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const insufficientSecurity: Rule = alertRule({
  cause: 'insufficient-security',
  title: 'A side demands stronger parameters',
  alerts: [alerts.insufficient_security],
  weight: 0.8,
})
