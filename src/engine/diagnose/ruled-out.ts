// What was looked at and found in order: one sentence each.

import type { Side } from '../wire/span.ts'
import type { FaultKind } from './credentials.ts'
import type { Story } from './story.ts'

const checks: readonly (readonly [kinds: readonly FaultKind[], text: (side: Side) => string])[] = [
  [['malformed'], (side) => `The ${side}'s certificate could be read`],
  [
    ['expired', 'not-yet-valid', 'intermediate-expired'],
    () => 'Every certificate of the chain was within its dates when the trace was taken',
  ],
  [['bad-signature'], () => 'No signature in the chain fails to verify'],
  [['key-mismatch'], (side) => `No signature of the ${side}'s in the handshake fails to verify`],
  [['wrong-usage'], (side) => `The certificate may be used for a TLS ${side}`],
  [['constraint-violated'], () => 'Every CA of the chain may issue certificates'],
  [['weak'], () => 'Keys and signatures are strong enough'],
]

/** For a verdict about the certificate of `side`. Empty where it cannot be seen. */
export function ruleOutFaults(story: Story, side: Side): string[] {
  const { credentials, serverName } = story
  if (!credentials.isVisible(side)) return []
  const found = new Set(credentials.faults(side).map(({ kind }) => kind))
  const passed = checks
    .filter(([kinds]) => kinds.every((kind) => !found.has(kind)))
    .map(([, text]) => text(side))
  if (side === 'server' && serverName !== null && !found.has('name-mismatch'))
    passed.push(`The certificate covers the name ${serverName}`)
  if (credentials.judgement(side)?.anchor?.isPublic === true)
    passed.push('The chain leads to a public root')
  return passed
}
