// Made by tools/registries.ts from data/registries/supplemental-data-types.tsv. Don't edit: run `npm run registries`.

export const supplementalDataTypes = {
  user_mapping_data: 0,
  authz_data: 16386,
} as const
