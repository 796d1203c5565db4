// Made by tools/registries.ts from data/registries/certificate-compression.tsv. Don't edit: run `npm run registries`.

export const certificateCompressions = {
  zlib: 1,
  brotli: 2,
  zstd: 3,
} as const
