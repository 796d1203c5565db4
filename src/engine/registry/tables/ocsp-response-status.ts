// Made by tools/registries.ts from data/registries/ocsp-response-status.tsv. Don't edit: run `npm run registries`.

export const ocspResponseStatuses = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const
