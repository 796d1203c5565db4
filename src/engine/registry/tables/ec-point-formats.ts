// Made by tools/registries.ts from data/registries/ec-point-formats.tsv. Don't edit: run `npm run registries`.

export const ecPointFormats = {
  uncompressed: 0,
  ansiX962_compressed_prime: 1,
  ansiX962_compressed_char2: 2,
} as const
