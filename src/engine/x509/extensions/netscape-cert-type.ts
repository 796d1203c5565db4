// Netscape certificate type: key usage of the nineties, still obeyed by OpenSSL.

import type { Der } from '../der.ts'

export const netscapeTypes = [
  'sslClient',
  'sslServer',
  'email',
  'objectSigning',
  'reserved',
  'sslCA',
  'emailCA',
  'objectSigningCA',
] as const

export type NetscapeType = (typeof netscapeTypes)[number]

export function readNetscapeCertType(der: Der): ReadonlySet<NetscapeType> {
  const { bytes } = der.bits('netscapeCertType')
  return new Set(netscapeTypes.filter((_, bit) => ((bytes[0] ?? 0) & (0x80 >> bit)) !== 0))
}
