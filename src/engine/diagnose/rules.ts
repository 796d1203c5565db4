// Every rule there is. To add one: a file in `rules/`, and its line here.

import type { Rule } from './rule.ts'

export const rules: readonly Rule[] = []
