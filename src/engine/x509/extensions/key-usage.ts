// Key usage: what the key may be used for. RFC 5280 §4.2.1.3.

import type { Der } from '../der.ts'

export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

export type KeyUsage = (typeof keyUsages)[number]

export function readKeyUsage(der: Der): ReadonlySet<KeyUsage> {
  const { at } = der
  const { bytes } = der.bits('keyUsage')
  const set = new Set(
    keyUsages.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0),
  )
  if (set.size === 0) der.odd('empty', 'keyUsage', at, 'allows no use at all')
  return set
}
