// Makes the rule for one kind of fault, on the certificate of either side.

import { causes as catalogue, type Cause } from '../registry/tables/causes.ts'
import { secondsBetween } from '../wire/moment.ts'
import { otherSide, type Side } from '../wire/span.ts'
import type { Fault, FaultKind } from './credentials.ts'
import { fact, factAt } from './evidence.ts'
import type { Finding } from './finding.ts'
import { evidenceOfEnd, weigh, type AlertFit } from './rejection.ts'
import { finding, type Rule } from './rule.ts'
import type { Siblings } from './siblings.ts'
import type { End, Story } from './story.ts'

export interface CertificateRule extends AlertFit {
  readonly kind: FaultKind
  readonly title: string
  /**
   * Set where an alert of `own` by itself is a finding: the causes that it leaves open, by the end of their names.
   */
  readonly unseen?: readonly FaultKind[]
  /** The certificate itself cannot show it: seeing it sound says nothing against the alert. */
  readonly outside?: true
}

const contradiction =
  'Nothing that was sent has this fault by the clock of the capture: it may be the clock or the store of the side that objected'

/** What an alert that names a fault is worth where the certificate cannot be seen. */
const alertAlone = 0.7
const alertForOutside = 0.93

/** The causes of both sides, looked up once and not for every conversation. */
type Causes = Record<Side, Cause | undefined>

export function certificateRule(options: CertificateRule): Rule {
  const causes = {
    server: causeOf('server', options.kind),
    client: causeOf('client', options.kind),
  }
  return {
    id: `certificate-${options.kind}`,
    title: options.title,
    find(story, siblings) {
      const findings: Finding[] = []
      for (const side of sides) {
        const end = story.rejectionOf(side)
        const found = end && findOnSide(story, side, end, causes, options)
        if (found) findings.push(found)
      }
      const borrowed = findBorrowed(story, siblings, causes.server, options)
      if (borrowed) findings.push(borrowed)
      return findings
    },
  }
}

const sides: readonly Side[] = ['server', 'client']

function findOnSide(
  story: Story,
  side: Side,
  end: End,
  causes: Causes,
  options: CertificateRule,
): Finding | null {
  const cause = causes[side]
  if (cause === undefined) return null
  const { credentials } = story
  const fault = credentials.faults(side).find((f) => f.kind === options.kind)
  if (fault) {
    const { text, span, bytes, reference, facts } = fault
    return finding(story, {
      cause,
      weight: weigh(fault.strength * doubtOf(fault, end) * haste(story, end), end, options),
      facts: { ...facts(), index: fault.index },
      evidence: [
        factAt(text, span, bytes, reference),
        ...credentials.describe(side),
        evidenceOfEnd(end),
      ],
    })
  }
  const code = end.alert?.code ?? null
  if (!options.unseen || code === null || !options.own.includes(code)) return null
  const contradicted = !options.outside && credentials.isVisible(side)
  return finding(story, {
    cause,
    // Where the certificate can be seen and is sound in this point, the alert stands alone against it.
    weight: options.outside ? alertForOutside : contradicted ? alertAlone * 0.75 : alertAlone,
    facts: contradicted ? { contradicted: 'yes' } : {},
    evidence: contradicted
      ? [evidenceOfEnd(end), ...credentials.describe(side), fact(contradiction)]
      : [evidenceOfEnd(end)],
    alternatives: options.unseen.flatMap((kind) => causeOf(side, kind) ?? []),
  })
}

/** A certificate that nobody can read here may stand in the clear in another conversation with the same server. */
function findBorrowed(
  story: Story,
  siblings: Siblings,
  cause: Cause | undefined,
  options: CertificateRule,
): Finding | null {
  const end = story.rejectionOf('server')
  if (!end || cause === undefined || story.credentials.isVisible('server')) return null
  const told = siblings.certificateOf(story.c)
  const fault = told && story.credentials.borrowedFaults(told).find((f) => f.kind === options.kind)
  if (!fault) return null
  const evidence = [
    fact(`${fault.text}, as another connection to the same server shows`),
    evidenceOfEnd(end),
  ]
  const weight = weigh(fault.strength * doubtOf(fault, end), end, options)
  const alternatives: readonly Cause[] = ['server-certificate-rejected']
  return finding(story, { cause, weight, facts: fault.facts(), evidence, alternatives })
}

/** A client that says nothing is not shown to be a strict one. */
function doubtOf(fault: Fault, end: End): number {
  return fault.strict && end.how !== 'alert' ? 0.5 : 1
}

/** A program has judged a certificate in a moment; one that hangs up long after may have had another reason. */
const lateSeconds = 5
const late = 0.8

function haste({ c }: Story, { by, ending }: End): number {
  const seen = c.tcp?.[otherSide(by)].lastData?.time
  return ending && seen && secondsBetween(seen, ending.time) > lateSeconds ? late : 1
}

function causeOf(side: Side, kind: FaultKind): Cause | undefined {
  return catalogue.find((row) => row.code === `${side}-certificate-${kind}`)?.code
}
