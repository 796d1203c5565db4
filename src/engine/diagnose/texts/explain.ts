// The words for a finding: one headline that a person can act on, an explanation, and what to do.

import { nameOfAlert } from '../../registry/name.ts'
import type { Cause } from '../../registry/tables/causes.ts'
import { otherSide } from '../../wire/span.ts'
import type { Finding } from '../finding.ts'
import type { End, Story } from '../story.ts'
import type { Verdict } from '../verdict.ts'
import type { CauseText, Words } from './cause-text.ts'
import { clientCertificateTexts, serverCertificateTexts } from './certificate.ts'
import { negotiationTexts } from './negotiation.ts'
import { otherTexts } from './other.ts'
import { outcomeTexts } from './outcome.ts'
import { protocolTexts } from './protocol.ts'
import { transportTexts } from './transport.ts'

/** Every cause has its words: the compiler says which lack. */
const texts: Readonly<Record<Cause, CauseText>> = {
  ...outcomeTexts,
  ...transportTexts,
  ...protocolTexts,
  ...negotiationTexts,
  ...serverCertificateTexts,
  ...clientCertificateTexts,
  ...otherTexts,
}

/** What to do about a cause, where no conversation is at hand. */
export function remediesOf(cause: Cause): readonly string[] {
  return texts[cause].remedies
}

export function explain(
  finding: Finding,
  story: Story,
): Pick<Verdict, 'headline' | 'explanation' | 'remedies'> {
  const text = texts[finding.cause]
  const words = wordsOf(finding, story)
  return {
    headline: text.headline(words),
    explanation: text.explanation(words),
    remedies: text.remedies,
  }
}

function wordsOf({ facts }: Finding, story: Story): Words {
  const { c, end } = story
  const server = story.serverName ?? c.server.address
  const by = end?.by ?? null
  return {
    fact: (name, otherwise = '') => String(facts[name] ?? otherwise),
    has: (name) => facts[name] !== undefined && facts[name] !== '',
    enderSide: by,
    ender: by === null ? 'one side' : `the ${by}`,
    other: by === null ? 'the other side' : `the ${otherSide(by)}`,
    did: end === null ? 'said nothing more' : describeEnd(end),
    server,
    port: c.server.port,
    target: server.includes(':') ? `[${server}]:${c.server.port}` : `${server}:${c.server.port}`,
  }
}

function describeEnd({ how, alert }: End): string {
  switch (how) {
    case 'alert': {
      const code = alert?.code ?? null
      return code === null ? 'sent an alert' : `sent ${nameOfAlert(code)} (${code})`
    }
    case 'sealed':
      return 'sent an alert that only the two ends can read'
    case 'fin':
      return 'closed the connection without a word'
    case 'reset':
      return 'reset the connection'
    case 'eap':
      return 'refused the authentication'
  }
}
