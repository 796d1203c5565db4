// Nothing listens: the SYN was answered by a reset, or by ICMP.

import { fact, factAt, factIn } from '../evidence.ts'
import type { IcmpError } from '../../net/facts.ts'
import { finding, type Rule } from '../rule.ts'

export const connectionRefused: Rule = {
  id: 'connection-refused',
  title: 'The connection was refused',
  find(story) {
    const { c, stage } = story
    const icmp = c.icmp.find((e) => e.about === 'client' && isRefusal(e))
    const reset = c.tcp?.server.resets[0]
    const early = stage === 'connecting' || (c.transport === 'udp' && story.serverHello === null)
    if (!early || (!reset && !icmp)) return []
    const syn = c.tcp?.client.syn
    // A reset that does not come from the address's own host has another distance to it; only other packets of the host could tell.
    const evidence = []
    if (syn) evidence.push(factIn('The client asked for a connection', syn.frame))
    if (reset)
      evidence.push(factIn('The answer was a reset', reset.frame, 'RFC 9293 section 3.10.7.1'))
    if (icmp)
      evidence.push(
        factAt(`ICMP type ${icmp.type} code ${icmp.code} came from ${icmp.source}`, icmp.span),
      )
    const tries = c.tcp?.client.syns ?? 0
    if (tries > 1) evidence.push(fact(`The client tried ${tries} times`))
    return [
      finding(story, {
        cause: 'connection-refused',
        weight: 0.95,
        rejectedBy: reset || icmp?.source === c.server.address ? 'server' : null,
        evidence,
        facts: { endFrame: reset?.frame ?? icmp?.frame ?? c.lastFrame },
      }),
    ]
  },
}

/** Port unreachable and the administrative prohibitions (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3.1). */
function isRefusal({ version, type, code }: IcmpError): boolean {
  return version === 4
    ? type === 3 && [2, 3, 9, 10, 13].includes(code)
    : type === 1 && [1, 4, 5, 6].includes(code)
}
