// Made by tools/registries.ts from data/registries/compression-methods.tsv. Don't edit: run `npm run registries`.

export const compressionMethods = {
  null: 0,
  DEFLATE: 1,
  LZS: 64,
} as const
