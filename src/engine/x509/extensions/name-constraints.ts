// Name constraints: the names that certificates below a CA may carry. RFC 5280 §4.2.1.10.

import { contextTag, type Der } from '../der.ts'
import { type GeneralName, readGeneralName } from '../general-name.ts'

export interface NameConstraints {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

export function readNameConstraints(der: Der): NameConstraints {
  const { at } = der
  const inner = der.sequence('nameConstraints')
  const permitted = readSubtrees(inner, 0)
  const excluded = readSubtrees(inner, 1)
  inner.finish('nameConstraints')
  if (permitted === null && excluded === null) {
    der.odd('empty', 'nameConstraints', at, 'constrains nothing')
  }
  return { permitted: permitted ?? [], excluded: excluded ?? [] }
}

function readSubtrees(der: Der, number: 0 | 1): GeneralName[] | null {
  const field = number === 0 ? 'permittedSubtrees' : 'excludedSubtrees'
  const element = der.optional(contextTag(number, true), field)
  if (element === null) return null
  if (element.from === element.to) der.odd('empty', field, element.at, 'is empty')
  return der.inside(element).each((list) => {
    const subtree = list.sequence(field)
    const base = readGeneralName(subtree, field)
    // minimum and maximum: RFC 5280 allows only 0 and none, which DER leaves out.
    if (subtree.left > 0)
      der.odd('encoding', field, subtree.at, 'has a minimum or maximum distance')
    return base
  })
}
