// An explanation laid out for a terminal.

import { causes, type Cause } from '../registry/tables/causes.ts'
import type { Explanation } from './explain.ts'
import { hang, printable } from './layout.ts'
import { plain, type Paint } from './paint.ts'

/** Ends with a line feed. */
export function describeExplanation(explanation: Explanation, paint: Paint = plain): string {
  const lines = [paint('strong', explanation.title), '', ...hang('  ', explanation.meaning)]
  if (explanation.facts.length > 0) lines.push('')
  const column = Math.max(0, ...explanation.facts.map(([label]) => label.length)) + 4
  for (const [label, text] of explanation.facts)
    lines.push(...hang(`  ${label}`.padEnd(column), printable(text)))
  if (explanation.causes.length > 0) {
    lines.push('', `  ${paint('strong', 'What usually causes it')}`)
    for (const cause of explanation.causes)
      lines.push(`    ${cause}`, ...hang('        ', meaningOf(cause)))
  }
  const { remedies = [] } = explanation
  if (remedies.length > 0) lines.push('', `  ${paint('strong', 'What to do')}`)
  for (const [i, remedy] of remedies.entries()) lines.push(...hang(`    ${i + 1}. `, remedy))
  return `${lines.join('\n')}\n`
}

function meaningOf(cause: Cause): string {
  return causes.find((row) => row.code === cause)?.meaning ?? ''
}
