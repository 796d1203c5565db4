// An alert ended it, and nothing tells more.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const unexplainedAlert: Rule = alertRule({
  cause: 'unexplained-alert',
  title: 'An alert ended it, and nothing tells more',
  alerts: [...Object.values(alerts)],
  weight: 0.2,
  fits: (_, end) => end.alert?.code !== alerts.close_notify,
})
