// Authority information access: where to fetch the issuer and ask for revocation. RFC 5280 §4.2.2.1.

import type { Der } from '../der.ts'
import { type GeneralName, readGeneralName } from '../general-name.ts'

export interface AuthorityInfoAccess {
  readonly ocsp: readonly string[]
  readonly caIssuers: readonly string[]
}

export function readAuthorityInfoAccess(der: Der): AuthorityInfoAccess {
  const field = 'authorityInfoAccess'
  const { at } = der
  const descriptions = der.sequence(field).each((list) => {
    const description = list.sequence(field)
    const method = description.oid('accessMethod')
    const location = readGeneralName(description, 'accessLocation')
    description.finish(field)
    return { method, location }
  })
  if (descriptions.length === 0) der.odd('empty', field, at, 'describes nothing')
  const of = (method: string): string[] =>
    descriptions.filter((each) => each.method === method).flatMap(({ location }) => uris(location))
  return { ocsp: of('1.3.6.1.5.5.7.48.1'), caIssuers: of('1.3.6.1.5.5.7.48.2') }
}

function uris(name: GeneralName): string[] {
  return name.kind === 'uri' ? [name.value] : []
}
