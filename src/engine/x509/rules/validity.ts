// The dates of each certificate of the path. RFC 5280 §4.1.2.5: both ends are included.

import { describeTime, fault, type Rule } from './rule.ts'

export const findValidityFaults: Rule = (judged) => {
  const { clock, links, anchor } = judged
  const reference = 'RFC 5280 section 4.1.2.5'
  const faults = links.flatMap((link) => {
    const { notBefore, notAfter } = link.certificate
    const found = []
    if (notAfter !== null && clock.isAfter(notAfter)) {
      const kind = link.position === 0 ? 'expired' : 'intermediate-expired'
      const text = `had expired on ${describeTime(notAfter)}`
      found.push(fault(judged, link, kind, text, { field: 'notAfter', reference }))
    }
    if (notBefore !== null && clock.isBefore(notBefore)) {
      const text = `was not valid before ${describeTime(notBefore)}`
      found.push(fault(judged, link, 'not-yet-valid', text, { field: 'notBefore', reference }))
    }
    return found
  })
  const top = links.at(-1)
  if (
    anchor?.certificate === null &&
    anchor.notAfter !== null &&
    clock.isAfter(anchor.notAfter) &&
    top &&
    !top.isAnchor
  ) {
    const text = `leads to the root ${anchor.label}, which had expired on ${describeTime(anchor.notAfter)}`
    faults.push(fault(judged, top, 'intermediate-expired', text, { field: 'issuer', reference }))
  }
  return faults
}
