// Made by tools/registries.ts from data/registries/certificate-status-types.tsv. Don't edit: run `npm run registries`.

export const certificateStatusTypes = {
  ocsp: 1,
  ocsp_multi_RESERVED: 2,
} as const
