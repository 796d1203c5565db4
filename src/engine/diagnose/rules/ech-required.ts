// The encrypted ClientHello was not accepted.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const echRequired: Rule = alertRule({
  cause: 'ech-required',
  title: 'The encrypted ClientHello was not accepted',
  alerts: [alerts.ech_required],
  weight: 0.96,
})
