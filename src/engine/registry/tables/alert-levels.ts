// Made by tools/registries.ts from data/registries/alert-levels.tsv. Don't edit: run `npm run registries`.

export const alertLevels = {
  warning: 1,
  fatal: 2,
} as const
