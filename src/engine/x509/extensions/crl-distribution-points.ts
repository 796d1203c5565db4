// CRL distribution points: where the revocation lists are. RFC 5280 §4.2.1.13.

import { contextTag, type Der } from '../der.ts'
import { readGeneralName, readGeneralNames } from '../general-name.ts'

/** The addresses of all points; points that are named in other ways are left out. */
export function readCrlDistributionPoints(der: Der): string[] {
  const field = 'cRLDistributionPoints'
  const { at } = der
  const points = der.sequence(field).each((list) => readDistributionPoint(list.sequence(field)))
  if (points.length === 0) der.odd('empty', field, at, 'lists no point')
  return points.flat()
}

function readDistributionPoint(der: Der): string[] {
  const field = 'distributionPoint'
  const element = der.optional(contextTag(0, true), field)
  const uris = element === null ? [] : readDistributionPointName(der.inside(element))
  der.optional(contextTag(1, false), 'reasons')
  if (der.left > 0) readGeneralNames(der, 'cRLIssuer', contextTag(2, true))
  der.finish(field)
  return uris
}

/** The addresses of a DistributionPointName; none where it is relative to the issuer's name. */
export function readDistributionPointName(der: Der): string[] {
  const field = 'distributionPoint'
  const full = der.optional(contextTag(0, true), field)
  if (full === null) {
    der.element(contextTag(1, true), 'nameRelativeToCRLIssuer')
    return []
  }
  const names = der.inside(full).each((list) => readGeneralName(list, field))
  return names.flatMap((name) => (name.kind === 'uri' ? [name.value] : []))
}
