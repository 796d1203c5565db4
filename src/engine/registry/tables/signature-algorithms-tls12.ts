// Made by tools/registries.ts from data/registries/signature-algorithms-tls12.tsv. Don't edit: run `npm run registries`.

export const signatureAlgorithms = {
  anonymous: 0,
  rsa: 1,
  dsa: 2,
  ecdsa: 3,
  'ed25519 (with hash 8)': 7,
  'ed448 (with hash 8)': 8,
  'gostr34102012_256 (with hash 8)': 64,
  'gostr34102012_512 (with hash 8)': 65,
} as const
