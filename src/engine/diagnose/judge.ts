// The one entry: a conversation and what is known of others, and the judgement on it.

import type { Conversation } from '../session/conversation.ts'
import { nameOfAlert } from '../registry/name.ts'
import { alertLevels } from '../registry/tables/alert-levels.ts'
import { causes } from '../registry/tables/causes.ts'
import type { Finding } from './finding.ts'
import { judgeOutcome } from './outcome.ts'
import { ruleOutNeighbours } from './neighbours.ts'
import { rank, type Ranking } from './rank.ts'
import { findRemarks } from './remarks.ts'
import { reproduce } from './reproduce.ts'
import { ruleOutFaults } from './ruled-out.ts'
import { rules } from './rules.ts'
import type { Siblings } from './siblings.ts'
import { Story } from './story.ts'
import type { Trust } from './trust.ts'
import { otherSide, type Side } from '../wire/span.ts'
import { explain } from './texts/explain.ts'
import type { Judgement, Outcome, Verdict, VerdictAlert } from './verdict.ts'

export interface JudgeOptions {
  /** What chains are held against. Default: the public roots, and no revocation lists. */
  readonly trust?: Trust
}

/**
 * How sure a fault must be to explain why a client hung up after the handshake. A private root does where the
 * client closed without a word; a client that took its leave in good order more likely was a probe.
 */
const explainsSilence = 0.62
const explainsFarewell = 0.73

export function judge(
  conversation: Conversation,
  siblings: Siblings,
  options: JudgeOptions = {},
): Judgement {
  const story = storyOf(conversation, options)
  const note = judgeOutcome(story, siblings)
  if (note.outcome === 'not-tls') return { outcome: 'not-tls', verdict: null, remarks: [] }
  if (note.outcome === 'completed') {
    const reason = note.hungUp ? findHangUp(story, siblings, note.hungUp) : null
    if (reason === null)
      return {
        outcome: 'completed',
        verdict: null,
        remarks: findRemarks(story, siblings, note.outcome),
      }
    const verdict = makeVerdict(story, { ...reason, confidence: 'likely' })
    return { outcome: 'failed', verdict, remarks: findRemarks(story, siblings, 'failed') }
  }
  const ranking = rank(findAll(story, siblings))
  const verdict = ranking && makeVerdict(story, ranking)
  return { outcome: note.outcome, verdict, remarks: findRemarks(story, siblings, note.outcome) }
}

/** The outcome alone, without the cause: what can be told cheaply while siblings are still to come. */
export function findOutcome(
  conversation: Conversation,
  siblings: Siblings,
  options: JudgeOptions = {},
): Outcome {
  const story = storyOf(conversation, options)
  const { outcome, hungUp } = judgeOutcome(story, siblings)
  return hungUp && findHangUp(story, siblings, hungUp) ? 'failed' : outcome
}

/** What was worked out for the outcome holds for the cause. Forgotten with the conversations. */
const stories = new WeakMap<Conversation, { story: Story; trust: Trust | undefined }>()

function storyOf(conversation: Conversation, { trust }: JudgeOptions): Story {
  let known = stories.get(conversation)
  if (known?.trust !== trust || known === undefined) {
    known = { story: new Story(conversation, trust), trust }
    stories.set(conversation, known)
  }
  return known.story
}

function findAll(story: Story, siblings: Siblings): Finding[] {
  const findings: Finding[] = []
  for (const rule of rules) {
    const found = rule.find(story, siblings)
    if (found.length > 0) findings.push(...found)
  }
  return findings
}

/** Why `by` may have hung up on a handshake that went well: only its view of the other's certificate counts. */
function findHangUp(story: Story, siblings: Siblings, by: Side): Ranking | null {
  const least = story.end?.how === 'sealed' ? explainsFarewell : explainsSilence
  const findings = findAll(story, siblings).filter(
    (f) => familyOf(f.cause) === `${otherSide(by)}-certificate` && f.weight >= least,
  )
  return rank(findings)
}

const rowsOfCauses = new Map(causes.map((row) => [row.code, row]))

function familyOf(cause: Finding['cause']): string | undefined {
  return rowsOfCauses.get(cause)?.family
}

function makeVerdict(story: Story, { best, confidence, alternatives }: Ranking): Verdict {
  const { cause, rejectedBy, facts, evidence, ruledOut } = best
  const text = explain(best, story)
  return {
    cause,
    confidence,
    rejectedBy,
    faultSide: best.faultSide ?? faultOf(cause),
    frame:
      typeof facts['endFrame'] === 'number'
        ? facts['endFrame']
        : (story.end?.frame ?? story.c.lastFrame),
    alert: alertOf(story),
    ...text,
    evidence,
    ruledOut: [...ruledOut, ...ruledOutFor(story, cause, alternatives)],
    reproduce: reproduce(story, cause),
    alternatives,
  }
}

function ruledOutFor(
  story: Story,
  cause: Finding['cause'],
  alternatives: Ranking['alternatives'],
): readonly string[] {
  const family = familyOf(cause)
  if (family === 'server-certificate') return ruleOutFaults(story, 'server')
  if (family === 'client-certificate') return ruleOutFaults(story, 'client')
  return ruleOutNeighbours(story, cause, family, alternatives)
}

function faultOf(cause: Finding['cause']): Verdict['faultSide'] {
  const fault = rowsOfCauses.get(cause)?.fault
  return fault === undefined || fault === 'none' || fault === 'unknown' ? null : fault
}

function alertOf(story: Story): VerdictAlert | null {
  const { end } = story
  if (end?.how === 'sealed')
    return { level: null, code: null, name: null, from: end.by, encrypted: true }
  const alert = story.fatal ?? end?.alert
  if (!alert || alert.code === null) return null
  const { level, decrypted } = alert.message
  return {
    level: level === alertLevels.warning ? 'warning' : level === alertLevels.fatal ? 'fatal' : null,
    code: alert.code,
    name: nameOfAlert(alert.code),
    from: alert.from,
    encrypted: decrypted,
  }
}
