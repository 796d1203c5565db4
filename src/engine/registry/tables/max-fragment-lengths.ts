// Made by tools/registries.ts from data/registries/max-fragment-lengths.tsv. Don't edit: run `npm run registries`.

export interface MaxFragmentLengthRow {
  readonly code: number
  readonly bytes: number
}

export const maxFragmentLengthRows: readonly MaxFragmentLengthRow[] = [
  { code: 1, bytes: 512 },
  { code: 2, bytes: 1024 },
  { code: 3, bytes: 2048 },
  { code: 4, bytes: 4096 },
]
