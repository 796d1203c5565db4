// Made by tools/registries.ts from data/registries/hash-algorithms.tsv. Don't edit: run `npm run registries`.

export const hashAlgorithms = {
  none: 0,
  md5: 1,
  sha1: 2,
  sha224: 3,
  sha256: 4,
  sha384: 5,
  sha512: 6,
  'Reserved (SM3 in tshark)': 7,
  Intrinsic: 8,
} as const
