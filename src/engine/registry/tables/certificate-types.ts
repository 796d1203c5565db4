// Made by tools/registries.ts from data/registries/certificate-types.tsv. Don't edit: run `npm run registries`.

export const certificateTypes = {
  'X.509': 0,
  OpenPGP_RESERVED: 1,
  'Raw Public Key': 2,
  '1609Dot2': 3,
} as const
