// The SYN was sent again and again, and no connection came about.

import { fact, factAt, factIn } from '../evidence.ts'
import { isOverdue } from '../outcome.ts'
import { finding, type Rule } from '../rule.ts'

export const connectTimeout: Rule = {
  id: 'connect-timeout',
  title: 'The connection attempt was never answered',
  find(story) {
    const { c } = story
    const { tcp } = c
    if (tcp === null || c.firstBytes.client !== null || tcp.server.resets.length > 0) return []
    const unanswered = tcp.server.syn === null
    const unheard = tcp.server.syns > 1 && tcp.client.last?.frame === tcp.client.lastSyn?.frame
    const unreachable = c.icmp.find((e) =>
      e.version === 4
        ? e.type === 3 && [0, 1].includes(e.code)
        : e.type === 1 && [0, 3].includes(e.code),
    )
    if (!unanswered && !unheard && tcp.server.syns < 3) return []
    if (tcp.client.syns < 2 && tcp.server.syns < 2 && !unreachable && !isOverdue(story)) return []
    const evidence = [fact(`The client sent its SYN ${tcp.client.syns} times`)]
    if (tcp.client.lastSyn) evidence.push(factIn('The last of them', tcp.client.lastSyn.frame))
    if (tcp.server.syn)
      evidence.push(
        factIn(
          `The server answered ${tcp.server.syns} times, and the client did not hear it`,
          tcp.server.syn.frame,
        ),
      )
    if (unreachable)
      evidence.push(
        factAt(
          `ICMP type ${unreachable.type} code ${unreachable.code} came from ${unreachable.source}`,
          unreachable.span,
        ),
      )
    return [
      finding(story, {
        cause: 'connect-timeout',
        weight: 0.92,
        rejectedBy: null,
        evidence,
        facts: { endFrame: c.lastFrame },
      }),
    ]
  },
}
