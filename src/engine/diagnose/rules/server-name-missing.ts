// The client sent no server name, and the server needs one.

import { alerts } from '../../registry/tables/alerts.ts'
import { fact, factOf } from '../evidence.ts'
import { isModernHello } from '../hello-shape.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

/** An address is no name: RFC 6066 section 3 forbids it. */
const address = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]+)$/i

export const serverNameMissing: Rule = {
  id: 'server-name-missing',
  title: 'The client named no server, and the server needs a name',
  find(story, siblings) {
    const { end, hello, helloMessage, serverName } = story
    if (end?.by !== 'server' || story.stage !== 'hello' || !hello || !helloMessage) return []
    if (serverName !== null && !address.test(serverName)) return []
    const code = end.alert?.code
    const named = siblings
      .ofServer(story.c)
      .find((s) => s.outcome === 'completed' && s.serverName !== null)
    const refused =
      code === alerts.handshake_failure ||
      code === alerts.internal_error ||
      code === alerts.access_denied
    const weight =
      code === alerts.unrecognized_name
        ? 0.97
        : named
          ? refused
            ? 0.88
            : 0.6
          : refused && isModernHello(hello)
            ? code === alerts.access_denied
              ? // What rustls says when no certificate goes with what the hello names.
                0.78
              : 0.58
            : 0.15
    const evidence = [
      factOf(
        serverName === null
          ? 'The ClientHello has no server_name'
          : `The client sent the address ${serverName} for a name`,
        helloMessage,
        'RFC 6066 section 3',
      ),
      evidenceOfEnd(end),
    ]
    if (named)
      evidence.push(fact(`Connections with a name (${named.serverName ?? ''}) were served`))
    return [finding(story, { cause: 'server-name-missing', weight, evidence })]
  },
}
