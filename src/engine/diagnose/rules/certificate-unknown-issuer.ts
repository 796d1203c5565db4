// The chain leads to an issuer that the peer does not trust.

import { alerts } from '../../registry/tables/alerts.ts'
import { certificateRule } from '../certificate-rule.ts'
import type { Rule } from '../rule.ts'

export const certificateUnknownIssuer: Rule = certificateRule({
  kind: 'unknown-issuer',
  title: 'The chain leads to an issuer that the peer does not trust',
  own: [alerts.unknown_ca],
  also: [],
  unseen: ['chain-incomplete', 'self-signed'],
})
