// Bytes where a record was due that are none: type, version or length out of bounds.

import { alerts } from '../../registry/tables/alerts.ts'
import { factAt, factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'
import { findPlaintext } from '../plaintext.ts'
import type { Story } from '../story.ts'

const reasons = {
  type: 'its type is none of the protocol',
  version: 'its version is none of the protocol',
  length: 'it is longer than the protocol allows',
} as const

export const malformedRecord: Rule = {
  id: 'malformed-record',
  title: 'A record that the protocol does not allow',
  find(story) {
    const { end, c } = story
    const said = end?.alert?.code === alerts.record_overflow
    const garbage = c.garbage[0]
    // Behind a hole nobody knows where a record begins.
    const inStep = garbage && c.missing[garbage.from] === 0
    if (inStep && garbage.from === end?.by && end.how !== 'alert') {
      const evidence = [
        factAt(`The last bytes of the ${garbage.from} are no record`, garbage.span, garbage.bytes),
        evidenceOfEnd(end),
      ]
      const facts = { endFrame: garbage.frame }
      return [
        finding(story, {
          cause: 'malformed-record',
          weight: 0.5,
          evidence,
          facts,
          faultSide: garbage.from,
        }),
      ]
    }
    if (inStep && garbage.from !== end?.by && findPlaintext(garbage.bytes) === null) {
      const evidence = [
        factAt(
          `The ${garbage.from} sent a record that is none: ${reasons[garbage.why]}`,
          garbage.span,
          garbage.bytes,
          'RFC 8446 section 5.1',
        ),
      ]
      if (end) evidence.push(evidenceOfEnd(end))
      return [
        finding(story, {
          cause: 'malformed-record',
          weight: said ? 0.97 : 0.86,
          evidence,
          faultSide: garbage.from,
        }),
      ]
    }
    const changed = findBadChange(story)
    if (changed && end && changed.from !== end.by) {
      const evidence = [
        factOf(
          `The ChangeCipherSpec of the ${changed.from} does not hold 1`,
          changed,
          'RFC 5246 section 7.1',
        ),
        evidenceOfEnd(end),
      ]
      return [
        finding(story, {
          cause: 'malformed-record',
          weight: 0.9,
          evidence,
          faultSide: changed.from,
        }),
      ]
    }
    return said
      ? [finding(story, { cause: 'malformed-record', weight: 0.9, evidence: [evidenceOfEnd(end)] })]
      : []
  },
}

function findBadChange({ c }: Story) {
  return c.messages.find(
    (m) => m.kind === 'change_cipher_spec' && m.damage !== null && !m.encrypted,
  )
}
