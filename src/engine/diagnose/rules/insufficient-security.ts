// A side demands stronger parameters.

import { alerts } from '../../registry/tables/alerts.ts'
import { alertRule } from '../alert-rule.ts'
import { isModernHello } from '../hello-shape.ts'
import type { Rule } from '../rule.ts'
import type { Story } from '../story.ts'

export const insufficientSecurity: Rule = alertRule({
  cause: 'insufficient-security',
  title: 'A side demands stronger parameters',
  alerts: [alerts.insufficient_security],
  weight: (story) => (isShort(story) ? 0.6 : 0.8),
})

/** Erlang says it where others say handshake_failure: a hello that lacks something usual tells what was not found. */
function isShort({ stage, hello }: Story): boolean {
  return stage === 'hello' && hello !== null && !isModernHello(hello)
}
