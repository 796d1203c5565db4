// Made by tools/registries.ts from data/registries/server-name-types.tsv. Don't edit: run `npm run registries`.

export const serverNameTypes = {
  host_name: 0,
} as const
