// No application protocol in common.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const noSharedApplicationProtocol: Rule = alertRule({
  cause: 'no-shared-application-protocol',
  title: 'No application protocol in common',
  alerts: [alerts.no_application_protocol],
  weight: 0.97,
})
