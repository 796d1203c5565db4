// HelloVerifyRequest upon HelloVerifyRequest: the cookie never satisfies the server. RFC 6347 section 4.2.1.

import { factOf, fact } from '../evidence.ts'
import { finding, type Rule } from '../rule.ts'

export const dtlsCookieLoop: Rule = {
  id: 'dtls-cookie-loop',
  title: 'The cookie never satisfies the server',
  find(story) {
    const { c } = story
    const requests = c.messages.filter((m) => m.name === 'hello_verify_request')
    const cookies = Math.max(requests.length, c.datagram?.cookies ?? 0)
    if (c.protocol !== 'dtls' || cookies < 2 || story.serverHello !== null) return []
    const evidence = [fact(`The server asked for the cookie ${cookies} times`)]
    const last = requests.at(-1)
    if (last) evidence.push(factOf('The last of them', last, 'RFC 6347 section 4.2.1'))
    return [
      finding(story, {
        cause: 'dtls-cookie-loop',
        weight: 0.95,
        rejectedBy: null,
        evidence,
        alternatives: ['datagram-timeout'],
      }),
    ]
  },
}
