// A protected record does not open: altered on the way, or the sides derived other keys.

import { alerts } from '../../registry/tables/alerts.ts'
import { fact, factIn } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const badRecordMac: Rule = {
  id: 'bad-record-mac',
  title: 'A protected record does not open',
  find(story) {
    const { end, c } = story
    const code = end?.alert?.code
    if (!end || (code !== alerts.bad_record_mac && code !== alerts.decryption_failed)) return []
    const evidence = [evidenceOfEnd(end)]
    const conflict = c.tcp?.client.conflicting ?? c.tcp?.server.conflicting ?? null
    if (conflict !== null)
      evidence.push(factIn('A retransmission carried other bytes than the first copy', conflict))
    const { match } = c.keys
    if (match === 'misfit')
      evidence.push(fact('The keys fit this connection, and a record does not open with them'))
    return [
      finding(story, {
        cause: 'bad-record-mac',
        weight: conflict !== null || match === 'misfit' ? 0.9 : 0.7,
        evidence,
        alternatives: ['finished-mismatch'],
      }),
    ]
  },
}
