// The handshake was called off.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const userCanceled: Rule = alertRule({
  cause: 'user-canceled',
  title: 'The handshake was called off',
  alerts: [alerts.user_canceled],
  weight: 0.95,
})
