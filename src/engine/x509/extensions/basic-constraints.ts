// Basic constraints: whether the subject is a CA, and how long a path may follow it. RFC 5280 §4.2.1.9.

import { type Der, tags } from '../der.ts'

export interface BasicConstraints {
  readonly ca: boolean
  readonly pathLength: number | null
}

export function readBasicConstraints(der: Der): BasicConstraints {
  const inner = der.sequence('basicConstraints')
  const { at } = inner
  const sent = inner.left > 0 && inner.peek('cA') === tags.boolean
  const ca = sent && inner.boolean('cA')
  if (sent && !ca) inner.odd('encoding', 'cA', at, 'stands there with its default value')
  const pathLength = inner.left > 0 ? inner.small('pathLenConstraint') : null
  inner.finish('basicConstraints')
  return { ca, pathLength }
}
