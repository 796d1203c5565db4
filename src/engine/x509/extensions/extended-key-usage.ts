// Extended key usage: the purposes the key is certified for. RFC 5280 §4.2.1.12.

import type { Der } from '../der.ts'

/** Object identifiers, in the order sent. */
export function readExtendedKeyUsage(der: Der): string[] {
  const { at } = der
  const purposes = der.sequence('extKeyUsage').each((each) => each.oid('KeyPurposeId'))
  if (purposes.length === 0) der.odd('empty', 'extKeyUsage', at, 'lists no purpose')
  return purposes
}

export const purposes = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  any: '2.5.29.37.0',
  /** Server gated crypto, of the nineties: some verifiers still take it for serverAuth. */
  netscapeSgc: '2.16.840.1.113730.4.1',
  microsoftSgc: '1.3.6.1.4.1.311.10.3.3',
} as const
