// Made by tools/registries.ts from data/registries/key-update-requests.tsv. Don't edit: run `npm run registries`.

export const keyUpdateRequests = {
  update_not_requested: 0,
  update_requested: 1,
} as const
