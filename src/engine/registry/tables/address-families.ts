// Made by tools/registries.ts from data/registries/address-families.tsv. Don't edit: run `npm run registries`.

export interface AddressFamilyRow {
  readonly value: number
  readonly family: string
  readonly system: string
}

export const addressFamilyRows: readonly AddressFamilyRow[] = [
  { value: 2, family: 'IPv4', system: 'all' },
  { value: 10, family: 'IPv6', system: 'Linux' },
  { value: 23, family: 'IPv6', system: 'Windows' },
  { value: 24, family: 'IPv6', system: 'NetBSD, OpenBSD, BSD/OS' },
  { value: 28, family: 'IPv6', system: 'FreeBSD, DragonFly' },
  { value: 30, family: 'IPv6', system: 'macOS, iOS' },
  { value: 26, family: 'IPv6', system: 'Solaris' },
]
