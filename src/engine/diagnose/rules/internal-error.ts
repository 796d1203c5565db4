// A side says that it failed itself.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const internalError: Rule = alertRule({
  cause: 'internal-error',
  title: 'A side says that it failed itself',
  alerts: [alerts.internal_error],
  weight: 0.62,
  fault: 'sender',
})
