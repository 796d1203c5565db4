// Made by tools/registries.ts from data/registries/ec-curve-types.tsv. Don't edit: run `npm run registries`.

export const ecCurveTypes = {
  explicit_prime: 1,
  explicit_char2: 2,
  named_curve: 3,
} as const
