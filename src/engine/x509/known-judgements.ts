// Chains that were judged before: what is wrong with one is wrong with it in every handshake, at any time of its life.

import { isSameBytes } from '../wire/bytes.ts'
import type { Certificate } from './certificate.ts'
import { Clock } from './clock.ts'
import { judgeChain, type ChainJudgement, type ChainQuestion } from './judge.ts'

/**
 * Judgements remembered of one certificate: it is asked for by a few names, and lives through a few of the dates
 * around it. The oldest is forgotten first.
 */
const most = 8

interface Remembered {
  readonly question: ChainQuestion
  readonly clock: Clock
  readonly judgement: ChainJudgement
}

/** By the peer's own certificate, and forgotten with it. */
const remembered = new WeakMap<Certificate, Remembered[]>()

/** As `judgeChain`, and the same object for the same question. Certificates, roots and lists are told apart by identity. */
export function knownJudgement(question: ChainQuestion): ChainJudgement {
  const [leaf] = question.chain
  if (leaf === undefined) return judgeChain(question)
  let known = remembered.get(leaf)
  if (known === undefined) remembered.set(leaf, (known = []))
  const found = known.find(
    (one) => one.clock.answersAlike(question.at) && isSameQuestion(one.question, question),
  )
  if (found) return found.judgement
  const clock = new Clock(question.at)
  const judgement = judgeChain(question, clock)
  // A copy: the staple is a piece of a message, which is not to be held.
  known.push({
    question: { ...question, staple: question.staple && question.staple.slice() },
    clock,
    judgement,
  })
  if (known.length > most) known.shift()
  return judgement
}

/** But for the time. */
function isSameQuestion(a: ChainQuestion, b: ChainQuestion): boolean {
  return (
    a.role === b.role &&
    a.depth === b.depth &&
    a.roots === b.roots &&
    a.name?.kind === b.name?.kind &&
    a.name?.value === b.name?.value &&
    isSameList(a.chain, b.chain) &&
    isSameList(a.anchors, b.anchors) &&
    isSameList(a.known, b.known) &&
    isSameList(a.crls, b.crls) &&
    isSameStaple(a.staple, b.staple)
  )
}

function isSameList(a: readonly object[] = [], b: readonly object[] = []): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i])
}

function isSameStaple(a: ChainQuestion['staple'], b: ChainQuestion['staple']): boolean {
  return a === b || (!!a && !!b && isSameBytes(a, b))
}
