// Raw public keys, OpenPGP or X.509: no certificate type in common. RFC 7250 section 4.2.

import { nameOfCertificateType } from '../../registry/name.ts'
import { alerts } from '../../registry/tables/alerts.ts'
import { certificateTypes } from '../../registry/tables/certificate-types.ts'
import { clientCertificateTypes, serverCertificateTypes } from '../../tls/hello.ts'
import { factOf } from '../evidence.ts'
import { evidenceOfEnd } from '../rejection.ts'
import { finding, type Rule } from '../rule.ts'

export const certificateTypeMismatch: Rule = {
  id: 'certificate-type-mismatch',
  title: 'No certificate type in common',
  find(story) {
    const { end, hello, helloMessage } = story
    if (end?.by !== 'server' || story.stage !== 'hello' || !hello || !helloMessage) return []
    const types = serverCertificateTypes(hello) ?? clientCertificateTypes(hello)
    const said = end.alert?.code === alerts.unsupported_certificate
    const refused = end.alert?.code === alerts.handshake_failure
    if (types === null ? !said : !said && !refused) return []
    const names = (types ?? []).map(nameOfCertificateType).join(', ')
    const only = types !== null && !types.includes(certificateTypes['X.509'])
    const evidence = [
      ...(types === null
        ? []
        : [
            factOf(
              `The client takes certificates of the types ${names}`,
              helloMessage,
              'RFC 7250 section 4.2',
            ),
          ]),
      evidenceOfEnd(end),
    ]
    return [
      finding(story, {
        cause: 'certificate-type-mismatch',
        weight: said ? 0.95 : only ? 0.75 : 0.3,
        evidence,
        facts: { types: names },
      }),
    ]
  },
}
