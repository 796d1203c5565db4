// Made by tools/registries.ts from data/registries/eap-codes.tsv. Don't edit: run `npm run registries`.

export const eapCodes = {
  Request: 1,
  Response: 2,
  Success: 3,
  Failure: 4,
  Initiate: 5,
  Finish: 6,
} as const
