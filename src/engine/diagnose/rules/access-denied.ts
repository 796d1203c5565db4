// The policy of a side refuses the other.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import type { Rule } from '../rule.ts'

export const accessDenied: Rule = alertRule({
  cause: 'access-denied',
  title: 'The policy of a side refuses the other',
  alerts: [alerts.access_denied],
  weight: 0.75,
  // Some say it when no certificate goes with the name in the hello (rustls); others when an address is barred.
  alternatives: ['server-name-unknown'],
  fits: (story) => story.clientCertificate !== 'sent' && story.stage !== 'server-flight',
})
