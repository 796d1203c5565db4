// A PROXY protocol header stands where the server expects a ClientHello, or is lacking where it expects one.

import { factAt, fact } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const proxyProtocolMismatch: Rule = {
  id: 'proxy-protocol-mismatch',
  title: 'One side speaks the PROXY protocol, the other does not expect it',
  find(story, siblings) {
    const { c, end } = story
    if (end?.by !== 'server' || story.serverHello !== null) return []
    const first = c.firstBytes.client
    if (first && isHeader(first.bytes)) {
      const evidence = [
        factAt('The client began with a header of the PROXY protocol', first.span, first.bytes),
        evidenceOfEnd(end),
      ]
      return [finding(story, { cause: 'proxy-protocol-mismatch', weight: 0.97, evidence })]
    }
    const with1 = siblings
      .ofServer(c)
      .some((s) => s.upgrade === 'proxy-protocol' && s.outcome === 'completed')
    if (!with1 || story.stage !== 'hello' || end.how === 'alert') return []
    const evidence = [
      fact(
        'Connections that begin with a header of the PROXY protocol were served by the same server',
      ),
      evidenceOfEnd(end),
    ]
    return [finding(story, { cause: 'proxy-protocol-mismatch', weight: 0.9, evidence })]
  },
}

const version2 = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]

function isHeader(bytes: Uint8Array): boolean {
  if (version2.every((byte, i) => bytes[i] === byte)) return true
  return String.fromCharCode(...bytes.subarray(0, 6)) === 'PROXY '
}
